// Every page through the Nu HTML checker; warnings count as errors do.

import { spawn } from "node:child_process";
import { join } from "node:path";
import vnu from "vnu-jar";
import { sample } from "../site.mjs";

/** Files given to one run of the checker: well below the length of a command line. */
const BATCH = 400;

/**
 * The checker plays a page's Content-Security-Policy through, with two mistakes:
 * read from a file, 'self' is nobody, and a block of data (JSON-LD) is a script.
 * The browser enforces the policy, and its check fails on every real violation.
 */
const MISTAKEN = ".*violates Content Security Policy.*";

export async function checkHtml(site, { sample: count }) {
  const pages = sample(site.pages, count);
  const problems = [];
  for (let at = 0; at < pages.length; at += BATCH) {
    const batch = pages.slice(at, at + BATCH).map((page) => join(site.folder, page));
    for (const message of await run(batch)) {
      if (message.type === "info" && message.subType !== "warning") continue;
      problems.push(`${decodeURI(message.url ?? "")}:${message.lastLine ?? ""}: ${message.message}`);
    }
  }
  return { what: `${pages.length} pages read by the Nu HTML checker`, problems };
}

function run(files) {
  return new Promise((resolve, reject) => {
    const args = ["-Xss4m", "-jar", vnu, "--format", "json", "--exit-zero-always", "--stdout", "--filterpattern", MISTAKEN, ...files];
    // Java takes file names for ASCII where no UTF-8 locale is set.
    const child = spawn("java", args, { env: { ...process.env, LC_ALL: "C.UTF-8" } });
    let out = "";
    let errors = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (errors += data));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) return reject(new Error(`the checker ended with ${code}: ${errors}`));
      resolve(JSON.parse(out).messages);
    });
  });
}
