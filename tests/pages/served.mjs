// A served archive in a real browser, by keyboard alone: a reader searches,
// opens the story, steps through time and compares two versions; an editor
// signs in, rewords an event, undoes it, merges two. Each page on the way is
// looked at by axe (WCAG 2.2 AA) at phone and desk width and must ask nobody
// else for anything.
//
//   node served.mjs ADDRESS NAME PASSWORD [--shots DIR]
//
// The archive is the bundled example; NAME is an editor.

import { createRequire } from "node:module";
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url)("axe-core").source;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 780 };
const NARROW = 320;
/** Tabs to what is looked for; a page that needs more is no page for a keyboard. */
const TABS = 150;

const [address, name, password, ...rest] = process.argv.slice(2);
if (!password) {
  console.error("usage: node served.mjs ADDRESS NAME PASSWORD [--shots DIR]");
  process.exit(2);
}
const shots = rest[0] === "--shots" ? rest[1] : undefined;
if (shots) await mkdir(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const context = await browser.newContext({ viewport: DESK });
const tab = await context.newPage();
const problems = [];
let steps = 0;

tab.on("pageerror", (error) => problems.push(`${tab.url()}: error: ${error.message}`));
tab.on("console", (said) => {
  // Chromium says a refused sign-in and a conflict in the console, too.
  if (!/status of (401|412)/.test(said.text())) problems.push(`${tab.url()}: console: ${said.text()}`);
});
await context.route("**", (route) => {
  if (route.request().url().startsWith(address)) return route.continue();
  problems.push(`${tab.url()}: asks elsewhere: ${route.request().url()}`);
  return route.abort();
});

function hold(truth, what) {
  if (!truth) throw new Error(`${what} (at ${tab.url()})`);
}

/** Presses Tab until the focus is on what a selector finds. */
async function tabTo(selector) {
  for (let at = 0; at < TABS; at++) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate((s) => !!document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`the keyboard does not reach ${selector} (at ${tab.url()})`);
}

/** Follows the link or presses the button that has the focus. */
async function enter() {
  await Promise.all([tab.waitForEvent("load"), tab.keyboard.press("Enter")]);
}

/** Replaces what a field holds. */
async function write(selector, text) {
  await tabTo(selector);
  await tab.keyboard.press("Control+A");
  await tab.keyboard.insertText(text);
}

/** Looks at the page that is open, at both widths. */
async function look(what) {
  steps++;
  for (const [width, viewport] of [["desk", DESK], ["phone", PHONE]]) {
    await tab.setViewportSize(viewport);
    await tab.evaluate(axe);
    const found = await tab.evaluate(
      (values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
      RULES,
    );
    for (const { id, help, nodes } of found.violations) {
      problems.push(`${what}, ${width}: axe ${id}: ${help}: ${nodes.length} × ${nodes[0].html.slice(0, 160)}`);
    }
    if (shots) await tab.screenshot({ path: `${shots}/${String(steps).padStart(2, "0")}-${what.replaceAll(" ", "-")}-${width}.png`, fullPage: true });
  }
  await tab.setViewportSize({ width: NARROW, height: 640 });
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
  if (wide > NARROW) problems.push(`${what}: ${wide} px wide on a screen of ${NARROW} px`);
  await tab.setViewportSize(DESK);
}

const text = (selector) => tab.locator(selector).first().innerText();

async function search(words) {
  await tab.keyboard.press("/");
  await tab.keyboard.insertText(words);
  await enter();
}

async function reader() {
  await tab.goto(address);
  await look("home");
  await search("aleppo truce");
  hold((await text("main")).includes("truce in Aleppo"), "the truce is not found");
  await look("results");
  await tab.keyboard.press("j");
  await enter();
  hold((await text("h1")).includes("truce in Aleppo"), "the first hit is another event");
  await look("event");
  await tabTo('.chain a[href*="stories/"]');
  await enter();
  hold(/Syrian peace process/.test(await text("h1")), "the story is another");
  await look("story");

  await search("Al Quds hospital air strikes");
  await tab.keyboard.press("j");
  await enter();
  hold(/Al Quds hospital/.test(await text("h1")), "the hospital is not found");
  await tabTo('.tools a[href$="/versions"]');
  await enter();
  await look("versions");
  const all = await tab.locator(".versions li").count();
  hold(all > 1, "the event was never changed");
  await tabTo('input[name="from"]');
  await tab.keyboard.press("ArrowDown");
  await tabTo("main form button");
  await enter();
  hold((await tab.locator("main del").count()) > 0 && (await tab.locator("main ins").count()) > 0, "no difference is shown");
  await look("comparison");
  await tab.goBack();
  // The oldest version stands last: as it was known then.
  const oldest = tab.locator(".versions li a").last();
  const then = await oldest.innerText();
  await tabTo(".versions li:last-child a");
  await enter();
  hold(tab.url().includes("/web/"), "time travel leads elsewhere");
  hold((await text("main")).includes(then), "the past says something else");
  await look("as it was");
}

async function editor() {
  await tab.goto(address);
  await search("\"truce in Aleppo\"");
  await tab.keyboard.press("j");
  await enter();
  const page = tab.url();
  const before = await text("h1");
  await tabTo('.tools a[href$="/edit"]');
  await enter();
  hold(tab.url().includes("/sign-in"), "nobody has to sign in");
  await look("sign-in");
  await tab.keyboard.insertText(name);
  await write("#password", `${password}x`);
  await enter();
  hold((await tab.locator("[role=alert]").count()) === 1, "a wrong password is taken");
  await look("wrong password");
  await tab.keyboard.insertText(password);
  await enter();
  hold(/\/edit$/.test(tab.url()), "signing in does not lead back");
  await look("form");

  const other = `${before} [reworded]`;
  await write("#statement", other);
  await write("#reword-reason", "tried by keyboard");
  await tabTo("main button");
  await enter();
  hold((await tab.locator("[role=status]").count()) === 1, "nothing is said of the change");
  await tab.goto(page);
  hold((await text("h1")) === other, "the page shows the old words");
  await look("reworded");

  await tabTo('.tools a[href$="/edit"]');
  await enter();
  await write('input[id^="undo-"]', "tried by keyboard");
  await tabTo("main .line button");
  await enter();
  await tab.goto(page);
  hold((await text("h1")) === before, "undoing did not bring the old words back");

  // Two events of one day become one; the first one's address leads to the other.
  await search("Al Quds hospital air strikes");
  await tab.keyboard.press("j");
  await enter();
  const into = await tab.evaluate(() => document.body.dataset.event);
  await tab.goto(page);
  await tabTo('.tools a[href$="/edit"]');
  await enter();
  const merging = tab.locator("details", { has: tab.locator("#into") }).locator("summary");
  const at = await merging.evaluate((summary) => [...document.querySelectorAll("summary")].indexOf(summary));
  for (let presses = 0; ; presses++) {
    hold(presses < TABS, "the keyboard does not reach the form for merging");
    await tab.keyboard.press("Tab");
    if (await tab.evaluate((at) => document.querySelectorAll("summary")[at] === document.activeElement, at)) break;
  }
  await tab.keyboard.press("Enter");
  await write("#into", into);
  await write("#merge-reason", "tried by keyboard");
  await tabTo("main button");
  await enter();
  hold(tab.url().includes(into), "the form does not lead to the event that stays");
  await tab.goto(page);
  hold(/Al Quds hospital/.test(await text("h1")), "the merged event's address leads elsewhere");
  await look("merged");

  await tab.goto(`${address}/queue`);
  await look("queue");
  await tab.goto(`${address}/account`);
  await look("account");
  await tabTo('form[action$="/sign-out"] button');
  await enter();
  await tab.goto(`${address}/account`);
  hold(tab.url().includes("/sign-in"), "signing out does not end the session");
}

let failed = "";
try {
  await reader();
  await editor();
} catch (error) {
  failed = error.message;
}
await browser.close();
for (const problem of problems) console.log(`     ${problem}`);
if (failed) console.log(`     ${failed}`);
const good = !failed && problems.length === 0;
console.log(`${good ? "ok  " : "FAIL"} a reader and an editor, by keyboard: ${steps} pages looked at, ${problems.length} problems`);
process.exit(good ? 0 : 1);
