// The one style sheet: calm, light and dark by the visitor's own choice, from telephone to desk.

export const style = `:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--line:#d9dee5;--ink:#1b2530;--soft:#566472;--brand:#0b6e75;--brand-ink:#fff;--good:#19704a;--good-bg:#e3f3ea;--warn:#8a5200;--warn-bg:#fdf0d8;--bad:#b3261e;--bad-bg:#fce8e6;--info-bg:#e6eef6;--focus:#0b57d0;--radius:12px}
@media (prefers-color-scheme:dark){:root{--page:#10161c;--card:#19222b;--line:#303c48;--ink:#e8edf2;--soft:#a3b1be;--brand:#5cc3c9;--brand-ink:#0b2326;--good:#7fd6a8;--good-bg:#12352a;--warn:#f3c46b;--warn-bg:#3a2c0d;--bad:#ff9c93;--bad-bg:#43191a;--info-bg:#1c2d3d;--focus:#8ab4f8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--brand);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
header{background:var(--card);border-bottom:1px solid var(--line)}
.bar{max-width:68rem;margin:0 auto;padding:.75rem 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}
.bar .who{margin-left:auto;display:flex;gap:.75rem;align-items:center;color:var(--soft);font-size:.9rem}
.name{font-weight:650;font-size:1.1rem;text-decoration:none;color:var(--ink);display:flex;align-items:center;gap:.5rem}
.name svg{color:var(--brand)}
.sub{color:var(--soft);font-size:.9rem}
nav{max-width:68rem;margin:0 auto;padding:0 .5rem;display:flex;overflow-x:auto;scrollbar-width:thin}
nav a{padding:.6rem .6rem;color:var(--soft);text-decoration:none;border-bottom:3px solid transparent;white-space:nowrap}
nav a:hover{color:var(--ink)}
nav a[aria-current]{color:var(--ink);border-color:var(--brand);font-weight:600}
main{max-width:68rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0 1rem}
h2{font-size:1.05rem;margin:0 0 .75rem}
h3{font-size:.95rem;margin:1rem 0 .5rem}
p{margin:.4rem 0}
.soft{color:var(--soft)}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(14.5rem,100%),1fr));margin-bottom:1rem}
.panel{background:var(--card);border:1px solid var(--line);border-radius:var(--radius);padding:1.1rem 1.2rem;margin-bottom:1rem;min-width:0}
.grid.wide{grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr))}
.grid.two{grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr))}
.grid>.panel{margin:0}
.hero{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center;border-left:6px solid var(--good)}
.hero.warn{border-left-color:var(--warn)}.hero.bad{border-left-color:var(--bad)}
.hero h1{margin:0}
.hero .words{margin-left:auto;display:flex;gap:.35rem;flex-wrap:wrap}
.pill{display:inline-block;border-radius:999px;padding:.1rem .65rem;font-size:.82rem;font-weight:600;background:var(--info-bg);color:var(--ink);white-space:nowrap}
.pill.good{background:var(--good-bg);color:var(--good)}.pill.warn{background:var(--warn-bg);color:var(--warn)}.pill.bad{background:var(--bad-bg);color:var(--bad)}
.big{font-size:2.1rem;font-weight:650;line-height:1.15;font-variant-numeric:tabular-nums}
.big+dl{margin-top:.6rem}
td .acts{margin-top:0}
.more{margin-top:.75rem}
.more>summary{font-weight:400;color:var(--soft);font-size:.92rem}
.meter{display:block;width:100%;height:.6rem;margin:.6rem 0 .8rem}
.meter .track{fill:var(--line)}.meter .fill{fill:var(--brand)}.meter.warn .fill{fill:var(--warn)}.meter.bad .fill{fill:var(--bad)}
dl{display:grid;grid-template-columns:minmax(4.5rem,1fr) auto;gap:.3rem 1rem;margin:0;font-size:.95rem}
dt{color:var(--soft)}
dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:break-word;min-width:0}
.note{border-radius:var(--radius);padding:.75rem 1rem;margin:0 0 1rem;background:var(--info-bg)}
.note.good{background:var(--good-bg);color:var(--good)}.note.bad{background:var(--bad-bg);color:var(--bad)}.note.warn{background:var(--warn-bg);color:var(--warn)}
.alarms{list-style:none;margin:0;padding:0}
.alarms li{display:flex;gap:.75rem;align-items:baseline;flex-wrap:wrap;padding:.4rem 0;border-top:1px solid var(--line)}
.alarms li:first-child{border-top:0}
.alarms time{margin-left:auto}
time{font-variant-numeric:tabular-nums;white-space:nowrap;color:var(--soft);font-size:.9rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th{text-align:left;color:var(--soft);font-weight:600;font-size:.85rem}
th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}
td .soft{font-size:.88rem;overflow-wrap:anywhere}
button,.button{font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--brand);background:var(--brand);color:var(--brand-ink);padding:.5rem .95rem;min-height:2.6rem;cursor:pointer;text-decoration:none;display:inline-flex;align-items:center}
button.quiet,.button.quiet{background:transparent;color:var(--brand)}
button.danger,.button.danger{background:transparent;color:var(--bad);border-color:var(--bad)}
button.sure{background:var(--bad);border-color:var(--bad);color:var(--card)}
button.link{border:0;background:none;color:var(--brand);padding:0;min-height:0;text-decoration:underline;font-weight:400}
button:hover,.button:hover{filter:brightness(1.08)}
.acts{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.75rem}
.acts form{display:contents}
label,.label{display:block;font-weight:600;font-size:.92rem;margin-bottom:.2rem}
input,select,textarea{font:inherit;width:100%;color:var(--ink);background:var(--page);border:1px solid var(--soft);border-radius:8px;padding:.45rem .6rem;min-height:2.6rem}
textarea{min-height:9rem;font:14px/1.45 ui-monospace,Menlo,Consolas,monospace}
input:disabled,select:disabled{opacity:.75;border-style:dashed}
.fields{display:grid;gap:1rem 1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));border:0;margin:0;padding:0;min-width:0}
.hint{color:var(--soft);font-size:.85rem;margin:.2rem 0 0;overflow-wrap:anywhere}
.wrong{color:var(--bad);font-size:.88rem;margin:.2rem 0 0;font-weight:600}
[aria-invalid=true]{border-color:var(--bad);border-width:2px}
details>summary{cursor:pointer;font-weight:600}
details[open]>summary{margin-bottom:.9rem}
.filters{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin-bottom:1rem}
.filters>div{min-width:11rem}
.door{max-width:26rem;margin:6vh auto}
.door form>div{margin-bottom:1rem}
.plot{display:grid;grid-template-columns:auto 1fr;gap:.2rem .6rem;color:var(--soft);font-size:.8rem;font-variant-numeric:tabular-nums}
.plot .scale{display:flex;flex-direction:column;justify-content:space-between;text-align:right;margin:-.6em 0}
.plot .span{grid-column:2;display:flex;justify-content:space-between}
.curve{width:100%;height:11rem;display:block}
.curve *{vector-effect:non-scaling-stroke}
.curve .axis{stroke:var(--line)}
.curve .load,.curve .charge{fill:none;stroke-width:2;stroke-linejoin:round}
.curve .load{stroke:var(--warn)}.curve .charge{stroke:var(--brand)}
.legend{display:flex;gap:1.25rem;font-size:.88rem;color:var(--soft);margin:.25rem 0 0}
.legend i{display:inline-block;width:1.1rem;height:3px;vertical-align:middle;margin-right:.4rem;background:var(--brand)}
.legend i.load{background:var(--warn)}
footer{max-width:68rem;margin:0 auto;padding:0 1rem 2rem;color:var(--soft);font-size:.85rem}
@media (max-width:34rem){.log thead{position:absolute;left:-999px}.log tr{display:grid;grid-template-columns:1fr auto;gap:.1rem .75rem;padding:.6rem 0;border-bottom:1px solid var(--line)}.log td{border:0;padding:0}.log td:last-child{grid-column:1/-1}.log .acts{margin-top:.4rem}.bar .who{margin-left:0;width:100%;justify-content:space-between}.hero .words{margin-left:0}h1{font-size:1.3rem}.alarms time{margin-left:0;width:100%}}
@media print{nav,.acts,.who,.filters{display:none}body{background:#fff}}
`;
