"""Asks an archive's tools for language models through the official Python SDK.

Usage: mcp_check.py URL ANNALS ARCHIVE. URL is where `annals serve` serves the
archive ARCHIVE, built by `annals demo`; ANNALS is the program, which is started
as `annals mcp` as well. Every answer is compared with the tool's own schema.
Prints what is wrong; exit status 1 if anything is.
"""

import asyncio
import json
import sys

import jsonschema
from mcp import Client, StdioServerParameters

TOOLS = {"search", "event", "story_timeline", "background", "changes", "verify_quotation"}


def check(holds, what):
    if not holds:
        raise AssertionError(what)


async def ask(client, schemas, tool, **arguments):
    """The structured answer of a tool; it fits the schema and the text says the same."""
    result = await client.call_tool(tool, arguments)
    check(not result.is_error, f"{tool} {arguments}: {result.content}")
    answer = result.structured_content
    jsonschema.validate(answer, schemas[tool])
    texts = [part.text for part in result.content if part.type == "text"]
    check(json.loads(texts[0]) == answer, f"{tool}: text and structure differ")
    check("as_known_at" in answer["about"], f"{tool}: as known when?")
    return answer


async def refused(client, tool, **arguments):
    try:
        result = await client.call_tool(tool, arguments)
    except Exception as error:  # The SDK raises for errors of the protocol.
        return str(error)
    check(result.is_error, f"{tool} {arguments} should have been refused")
    return result.content[0].text


def spans_are_verbatim(text, spans):
    for span in spans:
        check(text[span["start"] : span["end"]] == span["verbatim"], f"not verbatim: {span}")


async def talk(client):
    listed = (await client.list_tools()).tools
    check({tool.name for tool in listed} == TOOLS, f"tools: {[t.name for t in listed]}")
    schemas = {tool.name: tool.output_schema for tool in listed}
    for tool in listed:
        check(tool.annotations.read_only_hint, f"{tool.name} does not say that it only reads")
        check(tool.output_schema is not None, f"{tool.name} has no output schema")
        check(len(tool.description) > 30, f"{tool.name} is not described")
    check("data" in client.instructions, "the instructions do not say that texts are data")

    found = await ask(client, schemas, "search", query="Aleppo truce", limit=5)
    check(found["total"] >= 1 and len(found["results"]) <= 5, f"search: {found}")
    first = found["results"][0]["event"]
    for hit in found["results"]:
        spans_are_verbatim(hit["event"]["statement"]["verbatim"], hit["matches"])
    check(any(hit["matches"] for hit in found["results"]), "nothing is marked")
    none = await ask(client, schemas, "search", query="Aleppo", as_of="1990-01-01")
    check(none["total"] == 0, "search does not keep to what was known")
    days = await ask(client, schemas, "search", **{"from": "2016-09-09", "to": "2016-09-10"})
    check(all("2016-09-09" <= h["event"]["day"] <= "2016-09-10" for h in days["results"]), "days")

    event = await ask(client, schemas, "event", event=first["id"])
    check(event["event"]["id"] == first["id"] and event["sources"], f"event: {event}")
    for named in (first["permalink"], first["page"], first["resource"]):
        same = await ask(client, schemas, "event", event=named)
        check(same["event"] == event["event"], f"{named} is another event")
    if event["related"]:
        check(event["related"][0]["reasons"], "a link without reasons")
    resource = await client.read_resource(first["resource"])
    record = json.loads(resource.contents[0].text)
    check(record["id"] == first["id"], "the resource is another event")
    templates = (await client.list_resource_templates()).resource_templates
    check([t.uri_template for t in templates] == ["annals://event/{id}"], "templates")

    story = event["stories"][0][-1]["title"]
    told = await ask(client, schemas, "story_timeline", story=story, limit=20)
    days = [e["day"] for e in told["events"]]
    check(days and days == sorted(days), f"the story is not in order: {days}")
    check(told["story"]["title"] == story and told["count"] >= len(days), "the story's name")

    chain = await ask(client, schemas, "background", event=first["id"])
    check(chain["event"]["id"] == first["id"] and chain["found_by"] == "asked", "background")
    check(chain["chain"] == event["background"], "two tools tell two backgrounds")
    topic = await ask(client, schemas, "background", topic="Aleppo truce")
    check(topic["found_by"] in ("search", "story"), "a topic")

    news = await ask(client, schemas, "changes", since="2000-01-01", limit=10)
    check(len(news["changes"]) == 10 and news["next"], "changes")
    seen = {(c["event"]["id"], c["change"]["number"]) for c in news["changes"]}
    more = await ask(client, schemas, "changes", since="2000-01-01", limit=10, cursor=news["next"])
    also = {(c["event"]["id"], c["change"]["number"]) for c in more["changes"]}
    check(also and not seen & also, "the next page has the same changes")
    later = await ask(client, schemas, "changes", since="2990-01-01")
    check(later["changes"] == [], "changes of the future")

    # The demo has no captures, and the tool says so.
    words = await ask(client, schemas, "verify_quotation", quotation="We will have peace in our time")
    check(words["verdict"] == "nothing-captured" and words["matches"] == [], f"quotation: {words}")

    for tool, arguments in [
        ("event", {"event": "no such event"}),
        ("event", {"event": "../../etc/passwd"}),
        ("event", {"event": first["id"], "as_of": "yesterday"}),
        ("event", {}),
        ("search", {"from": "2016-99-99"}),
        ("search", {"query": "x" * 5000}),
        ("story_timeline", {"story": "No such story"}),
        ("background", {}),
        ("changes", {"since": "2016-01-01", "cursor": "'; DROP TABLE event; --"}),
        ("verify_quotation", {"quotation": " "}),
        ("no_such_tool", {}),
    ]:
        check(await refused(client, tool, **arguments), f"{tool}: no reason")


async def main(url, annals, archive):
    print("mcp over HTTP")
    async with Client(f"{url}/mcp") as client:
        await talk(client)
    print("mcp over standard input and output")
    command = StdioServerParameters(command=annals, args=["--archive", archive, "mcp"])
    async with Client(command) as client:
        await talk(client)


asyncio.run(main(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3]))
print("all is well")
