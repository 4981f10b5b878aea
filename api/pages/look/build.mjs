// Builds api/pages/static from the sources beside this file, and writes built.sha256:
// what it was built from and what came of it. `make assets` runs it; nobody else needs to.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import * as esbuild from "esbuild";
import * as sass from "sass";

const look = "api/pages/look";
const made = "api/pages/static";
const manifest = `${look}/built.sha256`;

rmSync(made, { recursive: true, force: true });
mkdirSync(made);

const { css } = sass.compile(`${look}/app.scss`, {
  style: "compressed",
  importers: [new sass.NodePackageImporter()],
  quietDeps: true,
});
writeFileSync(`${made}/app.css`, css);

await esbuild.build({
  entryPoints: [`${look}/app.js`],
  outfile: `${made}/app.js`,
  bundle: true,
  minify: true,
  legalComments: "none",
  target: "es2018",
  logLevel: "warning",
});

copyFileSync("node_modules/htmx.org/dist/htmx.min.js", `${made}/htmx.min.js`);
for (const name of readdirSync(look).filter((each) => each.endsWith(".svg"))) {
  copyFileSync(`${look}/${name}`, `${made}/${name}`);
}
for (const name of readdirSync("LICENCES")) {
  copyFileSync(`LICENCES/${name}`, `${made}/licence-${name}`);
}

const paths = [
  "package-lock.json",
  "package.json",
  ...readdirSync("LICENCES").map((name) => `LICENCES/${name}`),
  ...readdirSync(look).map((name) => `${look}/${name}`),
  ...readdirSync(made).map((name) => `${made}/${name}`),
].filter((path) => path !== manifest);
const lines = paths
  .sort()
  .map((path) => `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${path}\n`);
writeFileSync(manifest, lines.join(""));
