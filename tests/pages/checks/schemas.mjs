// Every JSON page against the JSON Schema, every XML page against the XSD.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { kindOf, sample } from "../site.mjs";

const SCHEMAS = fileURLToPath(new URL("../../../crates/publish/schema/", import.meta.url));

const BATCH = 400;

/** The pages of another format: what stands beside an HTML page of a kind. */
async function pagesOf(site, suffix, count) {
  const beside = site.pages
    .map((page) => ({ page, other: page.replace(/\.html$/, suffix) }))
    .filter(({ other }) => site.files.has(other));
  const out = [];
  for (const { page, other } of sample(beside, count)) {
    if (kindOf(await site.read(page))) out.push(other);
  }
  return out;
}

export async function checkJson(site, { sample: count }) {
  const schema = JSON.parse(await readFile(join(SCHEMAS, "annals.schema.json"), "utf8"));
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: false });
  addFormats(ajv);
  const valid = ajv.compile(schema);
  const pages = await pagesOf(site, ".json", count);
  const problems = pages.length ? [] : ["no JSON page"];
  for (const page of pages) {
    if (!valid(JSON.parse(await site.read(page)))) problems.push(`${page}: ${ajv.errorsText(valid.errors)}`);
  }
  return { what: `${pages.length} JSON pages against the schema`, problems };
}

export async function checkXml(site, { sample: count }) {
  const pages = await pagesOf(site, ".xml", count);
  const problems = pages.length ? [] : ["no XML page"];
  for (let at = 0; at < pages.length; at += BATCH) {
    problems.push(...(await xmllint(pages.slice(at, at + BATCH).map((page) => join(site.folder, page)))));
  }
  return { what: `${pages.length} XML pages against the XSD`, problems };
}

/** What `xmllint` (Debian: libxml2-utils) says of some files. */
function xmllint(files) {
  return new Promise((resolve, reject) => {
    const child = spawn("xmllint", ["--noout", "--nonet", "--schema", join(SCHEMAS, "annals.xsd"), ...files]);
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    child.on("error", (error) => {
      reject(error.code === "ENOENT" ? new Error("xmllint is missing; hint: apt-get install libxml2-utils") : error);
    });
    child.on("close", () => resolve(said.split("\n").filter((line) => line && !line.endsWith(" validates"))));
  });
}
