// How smooth the live view is: Chromium looks at a large fleet in which part of the cards changes every second. What counts is the
// longest task of the page's thread in processor time, which says the same on a busy machine. CARDS and SECONDS choose.

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Browser, CDPSession, Page} from 'playwright-core';
import {sleep} from '../../src/platform/node/pace.ts';
import {launchBrowser} from '../helpers/browser.ts';

const {CARDS = '10000', SECONDS = '15'} = process.env;
const seconds = Number(SECONDS);
/** A page that answers within this feels immediate; a task that takes longer is called long (W3C Long Tasks). */
const LONGEST_MS = 50;
const CHANGED_PERCENT = 5;
const SETTLE_MS = 3000;
const START_MS = 30_000;
const SCROLL_STEPS = 150;
const noStop = new AbortController().signal;

interface Task {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly args?: {readonly name?: string};
	/** Processor time, µs. */
	readonly tdur?: number;
}

async function readyUrl(file: string): Promise<string> {
	for (let waited = 0; waited < START_MS; waited += 100) {
		try {
			if (statSync(file).size > 0) {
				return (JSON.parse(readFileSync(file, 'utf8')) as {readonly ui: string}).ui;
			}
		} catch {
			// Not yet.
		}
		await sleep(100, noStop);
	}
	throw new Error(`the simulator was not ready within ${START_MS / 1000} s`);
}

/** Part of the cards goes on battery, and those before it come back. */
async function disturb(ui: string): Promise<void> {
	const body = JSON.stringify({type: 'outage', cards: {share: CHANGED_PERCENT}, for: '20s'});
	await fetch(`${ui}/api/faults`, {method: 'POST', headers: {'content-type': 'application/json'}, body});
}

/** Longest tasks of the page's thread while `run` runs, ms of processor time, longest first. */
async function longestTasks(session: CDPSession, run: () => Promise<void>): Promise<number[]> {
	const events: Task[] = [];
	const collect = ({value}: {value: unknown[]}): void => void events.push(...(value as Task[]));
	session.on('Tracing.dataCollected', collect);
	const categories = ['toplevel', '__metadata', 'disabled-by-default-devtools.timeline'];
	await session.send('Tracing.start', {traceConfig: {includedCategories: categories}, transferMode: 'ReportEvents'});
	await run();
	const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve));
	await session.send('Tracing.end');
	await complete;
	session.off('Tracing.dataCollected', collect);
	const threadOf = ({pid, tid}: Task): string => `${pid}/${tid}`;
	const pages = new Set(
		events.filter(({name, args}) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
	);
	return events
		.filter(event => pages.has(threadOf(event)) && event.tdur !== undefined && /RunTask/.test(event.name))
		.map(({tdur}) => (tdur ?? 0) / 1000)
		.toSorted((a, b) => b - a);
}

async function scroll(page: Page): Promise<void> {
	for (let step = 0; step < SCROLL_STEPS; step++) {
		await page.mouse.wheel(0, 90);
		await sleep(16, noStop);
	}
}

async function measure(browser: Browser, ui: string): Promise<boolean> {
	const page = await browser.newPage({viewport: {width: 1440, height: 900}});
	await page.goto(ui);
	await page.locator('.tiles-canvas').waitFor();
	await page.getByRole('button', {name: 'Events'}).click();
	await page.mouse.move(400, 500);
	const session = await browser.newBrowserCDPSession();
	await sleep(SETTLE_MS, noStop);
	const steady = await longestTasks(session, async () => {
		for (let second = 0; second < seconds; second++) {
			await disturb(ui);
			await sleep(1000, noStop);
		}
	});
	const scrolling = await longestTasks(session, async () => scroll(page));
	const rows = [
		['changes every second', steady],
		['scrolling', scrolling],
	] as const;
	for (const [what, tasks] of rows) {
		const busy = tasks.reduce((sum, each) => sum + each, 0);
		const longest = tasks.slice(0, 3).map(each => each.toFixed(1));
		process.stdout.write(`${what}: longest tasks ${longest.join(', ')} ms, all together ${busy.toFixed(0)} ms\n`);
	}
	return rows.every(([, tasks]) => tasks.length > 0 && tasks[0] <= LONGEST_MS);
}

const folder = mkdtempSync(join(tmpdir(), 'ridethrough-live-'));
const ready = join(folder, 'ready.json');
const words = [
	'sim',
	'--cards',
	CARDS,
	'--speed',
	'10x',
	'--mqtt',
	'off',
	'--ui',
	'127.0.0.1:0',
	'--ready-file',
	ready,
];
const sim = spawn(process.execPath, ['dist/src/cli/main.js', ...words], {stdio: 'ignore'});
const over = once(sim, 'exit');
const browser = await launchBrowser();
try {
	const isSmooth = await measure(browser, await readyUrl(ready));
	const verdict = isSmooth ? 'smooth' : `NOT smooth: no task may take longer than ${LONGEST_MS} ms`;
	process.stdout.write(`${CARDS} cards: ${verdict}\n`);
	process.exitCode = isSmooth ? 0 : 1;
} finally {
	await browser.close();
	sim.kill('SIGTERM');
	await over;
	rmSync(folder, {recursive: true});
}
