/**
 * Import this before the SDK. Loading @slack/bolt loads undici from npm, which makes its own agent the dispatcher of every
 * `fetch` in the process unless there is one already. Naming `Response` makes Node load its own undici, which then is there first.
 */
void globalThis.Response

export {}
