//! What an attacker tries against a server, over real connections.
//!
//! | attempt | test |
//! |---|---|
//! | path traversal: raw, encoded, twice encoded, backslashes, NUL, long | `paths::no_path_leaves_the_site` |
//! | open redirect: `//evil`, `/\evil`, encoded, absolute targets | `paths::no_redirect_leaves_the_site` |
//! | header injection through addresses that are echoed | `paths::addresses_cannot_add_headers` |
//! | reflected scripts through the address, the question, the page that says 404 | `paths::addresses_are_not_echoed_as_markup` |
//! | reading with another site's page (CORS), framing, sniffing | `paths::other_sites_get_nothing` |
//! | large heads, many headers, long addresses | `heads::heads_are_bounded` |
//! | request smuggling: both lengths, two lengths, odd codings, folded lines | `heads::nothing_can_be_smuggled` |
//! | names of other sites: `Host`, absolute targets, two names, none | `heads::only_the_sites_own_names_are_answered` |
//! | poisoning a cache through `X-Forwarded-Host` | `heads::a_forwarded_name_is_checked_and_shown_nowhere` |
//! | TRACE, CONNECT, methods of one's own, writing to pages | `heads::methods_that_are_not_ours` |
//! | bytes that are no HTTP | `heads::noise_is_refused` |
//! | large bodies, with and without a length | `bodies::bodies_are_bounded` |
//! | packed bodies (decompression bombs) | `bodies::packed_bodies_are_refused` |
//! | slow heads (slowloris) | `slow::slow_heads_are_cut_off` |
//! | slow bodies | `slow::slow_bodies_are_cut_off` |
//! | connections that rest for ever | `slow::resting_connections_are_closed` |
//! | answers that are never read | `slow::unread_answers_are_cut_off` |
//! | all connections taken | `slow::the_machine_gets_in_when_all_places_are_taken` |
//! | one address takes all connections | `slow::one_address_has_its_share_of_connections` |
//! | a flood of work | `slow::a_flood_of_work_does_not_starve_health` |
//! | answers when the server stops; clients that hold it up | `slow::answers_finish_when_the_server_stops`, `slow::nobody_holds_up_the_end` |
//! | asking too often, from one address and one network | `proxies::who_asks_too_often_waits` |
//! | pretending to be others with proxies' headers | `proxies::pretending_to_be_others_gains_nothing` |
//! | pretending to be the machine itself, for its figures | `proxies::figures_are_for_the_machine_itself` |
//! | pretending that the way is encrypted | `proxies::only_proxies_say_that_the_way_is_encrypted` |
//! | many attempts to sign in | `ops::limits` in the crate |
//! | many addresses, to fill the table of clients | `ops::buckets` in the crate |

#![allow(clippy::unwrap_used, reason = "test code")]

mod bodies;
mod heads;
mod paths;
mod proxies;
mod site;
mod slow;
