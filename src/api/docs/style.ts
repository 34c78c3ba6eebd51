/** The page's whole style sheet; it stands in the page and is allowed by its hash. */
export const style = `
:root{color-scheme:light dark;--ground:#fbfbfd;--panel:#fff;--text:#1c1d22;--quiet:#5c6070;--line:#e2e4ea;--accent:#4338ca;--code:#f1f2f6;
--get:#0f6b3f;--post:#7a4a00;--patch:#5b3db5;--put:#0b5c8a;--delete:#a11c2e}
@media (prefers-color-scheme:dark){:root{--ground:#121318;--panel:#191b22;--text:#e8e9ee;--quiet:#a2a6b4;--line:#2c2f3a;--accent:#a5b4fc;--code:#22252f;
--get:#6ee7a8;--post:#fbbf6b;--patch:#c4b5fd;--put:#7dd3fc;--delete:#fda4af}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1.5rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
code,pre{font:.875em/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{background:var(--code);padding:.1em .35em;border-radius:4px;overflow-wrap:anywhere}
pre{background:var(--code);padding:1rem;border-radius:8px;overflow-x:auto;margin:.5rem 0 1rem}
pre code{font-size:1em;padding:0;background:none;overflow-wrap:normal}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--panel);padding:.5rem 1rem;z-index:1}
.layout{display:grid;grid-template-columns:17rem minmax(0,1fr);max-width:78rem;margin:0 auto}
nav{position:sticky;top:0;align-self:start;height:100vh;overflow-y:auto;padding:2rem 1rem 3rem 1.5rem;border-right:1px solid var(--line)}
nav .brand{font-weight:650;font-size:1.05rem;margin:0 0 1.5rem}
nav h2{font-size:.75rem;letter-spacing:.06em;text-transform:uppercase;color:var(--quiet);margin:1.4rem 0 .35rem;border:0;padding:0}
nav h2 a{color:inherit;text-decoration:none}
nav ul{list-style:none;margin:0;padding:0}
nav li a{display:block;padding:.2rem .5rem;margin-left:-.5rem;border-radius:6px;color:var(--text);text-decoration:none;font-size:.875rem;line-height:1.4}
nav li a:hover{background:var(--code)}
main{padding:2.5rem clamp(1.25rem,4vw,3.5rem) 6rem;min-width:0}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.015em}
h2{font-size:1.45rem;margin:4rem 0 .25rem;padding-top:1.5rem;border-top:1px solid var(--line);letter-spacing:-.01em}
h3{font-size:1.1rem;margin:0}
h3 a{color:inherit;text-decoration:none}
h3 a:hover{text-decoration:underline}
h4{font-size:.9rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0;max-width:46rem}
.quiet{color:var(--quiet)}
article{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.5rem;margin:1.25rem 0}
.route{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:.5rem 0 .75rem}
.method{font:600 .75rem/1 ui-monospace,SFMono-Regular,Menlo,monospace;padding:.35rem .5rem;border-radius:6px;border:1px solid currentColor}
.get{color:var(--get)}.post{color:var(--post)}.patch{color:var(--patch)}.put{color:var(--put)}.delete{color:var(--delete)}
.scope{font-size:.8rem;color:var(--quiet)}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.45rem .75rem .45rem 0;border-top:1px solid var(--line)}
thead th{font-weight:500;color:var(--quiet);font-size:.8rem}
tbody th{font-weight:400;white-space:nowrap}
.needed{color:var(--delete);font-size:.75rem}
details{margin:.5rem 0}
summary{cursor:pointer;color:var(--quiet);font-size:.875rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.4rem 1rem;font-size:.875rem;margin:.75rem 0}
dd{margin:0}
@media (max-width:56rem){.layout{display:block}nav{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line)}nav ul{columns:2}}
`;
