"""How somebody is asked about themselves: a plain question, by a column's name.

It stands over the field, beside the answer and before what is wrong. A column that a
scheme adds tomorrow has no plain question yet, and is asked by its title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.pages.columns import Question

ASKED: Mapping[str, str] = {
    "name": "What is your name?",
    "place": "What is your postcode?",
    "travel_km": "How far can you go, in km?",
    "school_run_km": "How far can you drive to a school, in km?",
    "slots": "When are you free?",
    "roles": "What would you like to do?",
    "role": "What would you like to do?",
    "most_children": "How many children could you see at one time?",
    "most_courses": "How many courses could you lead in one term?",
    "vacancies": "How many children could come to you now?",
    "break_from": "When does your next break start?",
    "break_to": "When does your next break end?",
    "age_from": "From what age?",
    "age_to": "Up to what age?",
    "hoped_from": "From what age would you like best?",
    "hoped_to": "Up to what age would you like best?",
    "gender": "Are you a woman, a man, or another?",
    "languages": "What do you speak or sign?",
    "interests": "What do you like to do?",
    "manner": "What are you like?",
    "capabilities": "What can you do?",
    "training": "Which courses have you done?",
    "lifts": "Can you give a lift by car?",
    "brings": "What would a child meet when you are there?",
    "home_has": "Who and what is in your home?",
    "offers": "What would a child find in your home?",
    "check_level": "Which check do you have?",
    "check_issued": "What is the date on your check?",
    "check_rechecked": "When was your check last looked at?",
    "item": "What would you like to give?",
    "size": "Which size is it?",
    "condition": "How good is it still?",
    "quantity": "How many are there?",
    "hub": "Where can it be picked up?",
}
_THEIR_OWN = ("place", "check_issued", "slots")
"""Columns whose help says something to whoever fills them in about themselves."""


def in_plain_words(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sheet whose columns are titled with their plain questions."""
    columns = [
        {**each, "title": ASKED.get(each["name"], each["title"])}
        for each in sheet["columns"]
    ]
    return {**sheet, "columns": columns}


def to_oneself(question: Question) -> Question:
    """Return a question as one asks oneself: help that is for staff is left out."""
    if question.name in ASKED and question.name not in _THEIR_OWN:
        return replace(question, hint="")
    return question
