// A run as one HTML file that needs nothing else: script, style and data are inside.

import type {RunReport} from './facts.ts';
import {pageCase} from './page-case.ts';
import {PAGE_SCHEMA} from './page-data.ts';
import type {PageData} from './page-data.ts';
import {xmlText} from './xml.ts';

/** The bundle of sim/web/report. */
export interface PageFiles {
	readonly script: string;
	readonly style: string;
}

/** Nothing is loaded and nothing is sent. The script is the file's own, as is the style that the plots set. */
const POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

/** The report as a whole file. */
export function htmlReport(reports: readonly RunReport[], {script, style}: PageFiles): string {
	const data: PageData = {
		schema: PAGE_SCHEMA,
		version: reports[0]?.facts.version ?? '',
		cases: reports.map(pageCase),
	};
	const title = reports.map(({result}) => `${result.verdict}: ${result.name}`)[0] ?? '';
	return [
		'<!DOCTYPE html>',
		'<html lang="en">',
		'<head>',
		'<meta charset="utf-8">',
		`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${xmlText(title)}</title>`,
		`<style>${insideElement(style)}</style>`,
		'</head>',
		'<body>',
		'<div id="page"></div>',
		'<noscript>This timeline is drawn by a script; report.json beside it holds the same facts as text.</noscript>',
		`<script type="application/json" id="data">${jsonInside(data)}</script>`,
		`<script>${insideElement(script)}</script>`,
		'</body>',
		'</html>',
		'',
	].join('\n');
}

/** No text of a run can end the element it stands in, or begin a comment there. */
function jsonInside(data: PageData): string {
	return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

/** Script and style are ours; a tag that ends them could stand in a string of theirs only. */
function insideElement(text: string): string {
	return text.replaceAll(/<\/(script|style)/gi, String.raw`<\/$1`);
}
