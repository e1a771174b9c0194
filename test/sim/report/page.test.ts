// The timeline as a browser has it, with axe-core for a judge of whether everybody can use it.

import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {launchBrowser, seriousFindings} from '../../helpers/browser.ts';
import {findProgram} from '../../helpers/needs.ts';

const run = promisify(execFile);
const program = join(process.cwd(), 'dist/src/cli/main.js');
const isBuilt = existsSync('dist/sim/web/report/main.css');
const why = findProgram('chromium') === null ? 'chromium not installed' : 'the pages are not built: npm run build';
const isReady = isBuilt && findProgram('chromium') !== null;
const pageTest = isReady ? test : (title: string) => test.skip(`${title} (skipped: ${why})`, () => {});

const place = mkdtempSync(join(tmpdir(), 'ridethrough-page-'));
const kept = join(place, 'runs', 'fails-5');
let browser: Browser;

const scenario = `name: It </script> <b>fails</b>
version: 1
seed: 5
sites: {north: {volts: 230}, harbour: {volts: 230}}
devices:
  - {count: 5, site: north, models: [SUA1500I, 5PX1500i], load: {from: 30, to: 70}}
  - {count: 5, site: harbour, models: [SUA1500I, 5PX1500i], load: {from: 30, to: 70}}
steps:
  - {name: it sags, at: 2m, on: {site: north}, inject: {brownout: {depth: 0.13}}, for: 6m}
  - {name: it is dark, at: 10m, on: {site: harbour}, inject: {outage: {}}, for: 20m}
  - {name: nobody runs low, on: {site: harbour}, expect: {noEvent: lowBattery}, within: 1s, hold: 25m}
  - {name: all is well, at: 2h, expect: {status: OL}, within: 5m}
`;

test.before(async () => {
	writeFileSync(join(place, 'fails.yaml'), scenario);
	await run(process.execPath, [program, 'scenario', 'run', 'fails.yaml'], {cwd: place}).catch(() => {});
	if (isReady) {
		browser = await launchBrowser();
	}
});
test.after.always(async () => {
	await browser?.close();
	rmSync(place, {recursive: true});
});

/** Opens the report; what the page asked for from elsewhere comes back. */
async function visit(options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<string[]> {
	const context = await browser.newContext({viewport: {width: 1300, height: 900}, bypassCSP: true, ...options});
	const page = await context.newPage();
	page.setDefaultTimeout(20_000);
	const asked: string[] = [];
	page.on('request', request => asked.push(request.url()));
	page.on('pageerror', error => asked.push(String(error)));
	try {
		await page.goto(pathToFileURL(join(kept, 'report.html')).href);
		await page.getByRole('heading', {level: 1}).waitFor();
		await look(page);
		return asked.filter(url => !url.startsWith('file:') || !url.includes('report.html'));
	} finally {
		await context.close();
	}
}

test('of a run that fails everything is kept that it takes to look into it and to see it again', t => {
	const files = readdirSync(kept).sort();
	const page = isBuilt ? ['report.html'] : [];
	t.deepEqual(files, [
		'again.txt',
		'messages.ndjson',
		...page,
		'report.json',
		'scenario.json',
		'scenario.yaml',
		'timeline.txt',
	]);
	t.is(readFileSync(join(kept, 'again.txt'), 'utf8'), 'ridethrough scenario run fails.yaml --seed 5\n');
	const lines = readFileSync(join(kept, 'messages.ndjson'), 'utf8').trim().split('\n');
	const messages = lines.map(
		line => JSON.parse(line) as {card: string; kind: string; topic: string; atSeconds: number},
	);
	const low = messages.filter(({kind, atSeconds}) => kind === 'event' && atSeconds >= 600);
	t.true(low.length >= 6);
	t.regex(low[0].topic, /^ridethrough\/v1\/[0-9a-f]{2}\/harbour-00\d\/event$/);
	t.is((JSON.parse(readFileSync(join(kept, 'scenario.json'), 'utf8')) as {seed: number}).seed, 5);
});

const looks: readonly (readonly [title: string, options: BrowserContextOptions])[] = [
	['light', {colorScheme: 'light'}],
	['dark', {colorScheme: 'dark'}],
	['on a telephone', {colorScheme: 'light', viewport: {width: 390, height: 800}}],
];

for (const [title, options] of looks) {
	pageTest(`the timeline asks for nothing from elsewhere and has no serious finding of axe, ${title}`, async t => {
		const asked = await visit(options, async page => {
			t.is(await page.getByRole('heading', {level: 1}).textContent(), 'It </script> <b>fails</b>');
			t.deepEqual(await seriousFindings(page), []);
			t.true(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'));
			await page
				.getByRole('link', {name: /^Open harbour-/})
				.first()
				.click();
			await page.getByText('What it failed').or(page.getByText('Expected')).first().waitFor();
			t.deepEqual(await seriousFindings(page), []);
		});
		t.deepEqual(asked, []);
	});
}

pageTest('plus and minus zoom, the arrow keys move, 0 shows all; a step that is chosen is zoomed to', async t => {
	await visit({}, async page => {
		const shown = async (): Promise<string> => (await page.locator('.window').textContent()) ?? '';
		const all = await shown();
		await page.getByRole('group', {name: /^Timeline/}).focus();
		await page.keyboard.press('+');
		const near = await shown();
		t.not(near, all);
		await page.keyboard.press('ArrowRight');
		t.not(await shown(), near);
		await page.keyboard.press('0');
		t.is(await shown(), all);
		await page
			.getByRole('listitem')
			.getByRole('button', {name: /it sags/})
			.click();
		t.regex(await shown(), /^00:01:5/);
	});
});

pageTest('the fleet opens a card by keyboard, which tells what was expected and seen and its last events', async t => {
	await visit({}, async page => {
		const heat = page.getByRole('button', {name: /^Status of 10 cards over time/});
		await heat.focus();
		for (let i = 0; i < 6; i++) {
			await page.keyboard.press('ArrowDown');
		}
		await page.keyboard.press('Enter');
		await page.getByRole('heading', {level: 1, name: /harbour-001/}).waitFor();
		await page.goBack();
		await page
			.getByRole('link', {name: /^Open harbour-/})
			.first()
			.click();
		t.regex((await page.locator('.failed-step').textContent()) ?? '', /Expected.*lowBattery.*Seen.*LB/s);
		t.regex((await page.getByRole('region', {name: 'Table of events'}).textContent()) ?? '', /lowBattery set/);
	});
});

pageTest('on paper everything is there: all steps, the plots in light colours, the cards that failed', async t => {
	await visit({colorScheme: 'dark'}, async page => {
		await page.emulateMedia({media: 'print'});
		await page.locator('.card-page').first().waitFor();
		t.is(await page.evaluate('document.documentElement.dataset.theme'), 'light');
		t.is(await page.locator('.steps > li').count(), 4);
		t.true((await page.locator('.plot .curve').count()) >= 12);
	});
});

pageTest('a small report is below 200 kB', t => {
	t.true(statSync(join(kept, 'report.html')).size < 200_000);
});
