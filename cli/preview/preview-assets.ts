/** Reloads the page when a file changes, and when the preview is started again. */
export const reloadScript = `const changes = new EventSource('/changes')
changes.onmessage = () => location.reload()
`

export const styleSheet = `:root { color-scheme: light dark; --ink: #22201c; --paper: #f6f4ef; --line: #cfc9bd; --soft: #6a6459; --bad: #a3231a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e5dc; --paper: #1a1815; --line: #45403a; --soft: #a59e91; --bad: #ff9a8f; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { max-width: 76rem; margin: 0 auto; }
h1 { font-size: 1.4rem; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: inherit; }
a:focus-visible, iframe:focus-visible, pre:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
.soft { color: var(--soft); margin: .2rem 0; overflow-wrap: anywhere; }
.error { color: var(--bad); }
ul { padding-left: 1.2rem; } li { margin: .4rem 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 42rem; border: 1px solid var(--line); }
.mails { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
.mails figure { margin: 0; } figcaption { color: var(--soft); }
.desktop { flex: 1 1 40rem; min-width: 0; max-width: 100%; } .phone { flex: 0 1 390px; max-width: 100%; width: 390px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; max-height: 30rem; overflow: auto; }
`
