// The live view as a browser has it: Debian's Chromium, with axe-core for a judge of whether everybody can use it.

import test from 'ava';
import type {ExecutionContext} from 'ava';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {MINUTE, SECOND} from '../../../src/core/clock.ts';
import {statusOf} from '../../../sim/ui/status-bytes.ts';
import {statusLooks} from '../../../sim/web/shared/statuses.ts';
import type {OpenedUi} from '../../../sim/ui/open-ui.ts';
import {launchBrowser, seriousFindings} from '../../helpers/browser.ts';
import {openLive, openOver} from '../../helpers/live-rig.ts';
import type {LiveOptions, LiveRig} from '../../helpers/live-rig.ts';
import {needs} from '../../helpers/needs.ts';

const chromiumTest = needs('chromium');
const DESK = {width: 1280, height: 900};
const PHONE = {width: 390, height: 800};
const BEYOND_WIDTH = 'document.documentElement.scrollWidth - innerWidth';
const TOKEN = 'a-token-of-24-characters';

let browser: Promise<Browser> | null = null;
test.after.always(async () => {
	await (await browser)?.close();
});

/** One page at a time: on a busy machine eight at once are too slow to be waited for. */
let turn: Promise<void> = Promise.resolve();
async function takeTurn(t: ExecutionContext): Promise<void> {
	const before = turn;
	turn = new Promise(resolve => t.teardown(resolve));
	await before;
}

interface Visit {
	readonly rig: LiveRig & {readonly ui: OpenedUi};
	readonly base: string;
	readonly page: Page;
}

async function visit(t: ExecutionContext, live: LiveOptions, more: BrowserContextOptions = {}): Promise<Visit> {
	await takeTurn(t);
	const rig = await openLive(t, live);
	rig.advance(MINUTE);
	browser ??= launchBrowser();
	const context = await (await browser).newContext({viewport: DESK, ...more});
	t.teardown(async () => context.close());
	const page = await context.newPage();
	page.setDefaultTimeout(20_000);
	page.on('pageerror', error => t.fail(`the page threw: ${error.stack}`));
	page.on('console', message => {
		if (message.type() === 'error' && /Content Security Policy/.test(message.text())) {
			t.fail(message.text());
		}
	});
	const base = `http://127.0.0.1:${rig.ui.port}/`;
	await page.goto(base);
	return {rig, base, page};
}

/** The number that the chip of a status shows; 0 where there is none. */
async function shownOf(page: Page, status: string): Promise<number> {
	const chip = page.locator(`.chip[data-status=${status}] .chip-count`);
	return (await chip.count()) === 0 ? 0 : Number((await chip.innerText()).replaceAll(',', ''));
}

async function until(page: Page, status: string, count: number): Promise<void> {
	await page.locator(`.chip[data-status=${status}] .chip-count`, {hasText: new RegExp(`^${count}$`)}).waitFor();
}

chromiumTest('a fault is made, seen, looked into and ended by clicks and keys', async t => {
	const {rig, page} = await visit(t, {sites: [120, 80]});
	await until(page, 'online', 200);
	await page.getByLabel('Kind of fault').selectOption('outage');
	await page.getByLabel('A site').check();
	await page.locator('.fault-form select').last().selectOption({label: 'site-1'});
	await page.getByRole('button', {name: 'Inject outage'}).click();
	await page.getByText('outage is in effect.').waitFor();
	rig.advance(10 * SECOND);
	await until(page, 'battery', 80);
	t.is(await shownOf(page, 'online'), 120);
	t.is((await page.locator('[data-site=site-1] .badge').innerText()).trim(), 'B 80');
	t.is(await page.locator('[data-site=site-0] .badge').count(), 0);
	t.is(await page.locator('[data-testid=faults] .fault').count(), 1);
	t.deepEqual(await seriousFindings(page), []);

	// Only those on battery, then the second of them by keys.
	await page.locator('.chip[data-status=battery]').click();
	await page.locator('[data-site=site-0]').waitFor({state: 'detached'});
	await page.locator('.tiles').focus();
	await page.keyboard.press('Home');
	await page.keyboard.press('ArrowRight');
	t.regex(await page.locator('#chosen-card').innerText(), /^s1-c1, On battery, under a fault, SMT1500, site-1/);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', {name: 's1-c1'}).waitFor();
	await page.locator('[data-testid=faces-agree]', {hasText: '✓'}).waitFor();
	t.regex(await page.getByTestId('card-status').innerText(), /B On battery/);
	t.regex(await page.locator('.lines', {hasText: 'On battery.'}).first().innerText(), /On battery\./);
	const row = page.locator('.faces tr', {hasText: 'Input volts'});
	t.regex(
		await row.innerText(),
		/upsHighPrecInputLineVoltage[\s\S]*1\.3\.6\.1\.4\.1\.318\.1\.1\.1\.3\.3\.1\.0 = 0[\s\S]*Input\[0\]\.VoltageAC/,
	);
	t.deepEqual(await seriousFindings(page), []);

	await page.getByRole('button', {name: 'End outage'}).click();
	await page.getByText('No fault is in effect.').waitFor();
	rig.advance(MINUTE);
	await page.locator('.badge[data-testid=card-status]', {hasText: 'On line'}).waitFor();
	await page.keyboard.press('Escape');
	await page.getByText('No card is all of what you filter by.').waitFor();
	await page.getByRole('button', {name: 'Show all cards'}).click();
	await until(page, 'online', 200);
});

chromiumTest('a refused fault says why in the words of the server', async t => {
	const {page, rig} = await visit(t, {count: 3});
	await page.getByLabel('Kind of fault').selectOption('outage');
	await page.getByLabel('Ends after').fill('soon');
	await page.getByRole('button', {name: 'Inject outage'}).click();
	await page.locator('.notice.is-bad', {hasText: '"for" cannot be "soon"'}).waitFor();
	t.deepEqual(rig.desk.list(), []);
	await page.getByLabel('Ends after').fill('');
	await page.getByLabel('Kind of fault').selectOption('sensorStuck');
	await page.getByRole('button', {name: 'Inject sensorStuck'}).click();
	await page.getByText('sensorStuck is in effect.').waitFor();
	t.is(rig.desk.list()[0].parameters['sensor'], 'inputVolts', 'the word that the form shows is the one that is sent');
});

chromiumTest('a click on a tile opens its card, and the search finds cards by id, site and model', async t => {
	const {page} = await visit(t, {sites: [30, 30]});
	await until(page, 'online', 60);
	await page.getByRole('searchbox').fill('S1-C2');
	await page.locator('[data-site=site-0]').waitFor({state: 'detached'});
	t.is(await page.locator('[data-site=site-1] .site-count').innerText(), '11');
	const space = await page.locator('.tiles-canvas').boundingBox();
	await page.mouse.click((space?.x ?? 0) + 10, (space?.y ?? 0) + 16 + 40);
	await page.getByRole('heading', {name: 's1-c2', exact: true}).waitFor();
	t.is(new URL(page.url()).hash, '#/card/s1-c2');
});

chromiumTest('the stream of events is filtered and paused', async t => {
	const {page, rig} = await visit(t, {sites: [3, 3]});
	await page.getByRole('button', {name: 'Events'}).click();
	await page.getByText('Nothing has happened since you opened the page.').waitFor();
	const undo = rig.utility(0, 0);
	rig.utility(4, 0);
	rig.advance(10 * SECOND);
	const lines = page.locator('[data-testid=events] li');
	await lines.nth(1).waitFor();
	await page.locator('.tools select').nth(1).selectOption({label: 'site-1'});
	t.is(await lines.count(), 1);
	t.regex(await lines.innerText(), /s1-c1[\s\S]*On battery/);
	await page.locator('.tools select').nth(1).selectOption({label: 'All sites'});
	await page.getByRole('button', {name: 'Pause'}).click();
	undo();
	rig.advance(MINUTE);
	await page.getByText(/Paused; [1-9]\d* newer wait/).waitFor();
	t.is(await lines.count(), 2);
	await page.getByRole('button', {name: 'Go on'}).click();
	await lines.nth(2).waitFor();
	await page.locator('.tools select').nth(0).selectOption({label: 'Critical only'});
	await page.getByText('No event fits.').waitFor();
});

chromiumTest('a token is asked for, refused where it is wrong, and kept for the tab', async t => {
	const {page} = await visit(t, {count: 2, token: TOKEN});
	await page.getByLabel('Token').fill('another-token-of-size');
	await page.getByRole('button', {name: 'Open the view'}).click();
	await page.getByText('The token is missing or wrong').waitFor();
	t.deepEqual(await seriousFindings(page), []);
	await page.getByLabel('Token').fill(TOKEN);
	await page.getByRole('button', {name: 'Open the view'}).click();
	await until(page, 'online', 2);
	await page.reload();
	await until(page, 'online', 2);
});

chromiumTest('a lost connection is told with the time of what is shown, and recovers by itself', async t => {
	const {page, rig} = await visit(t, {count: 2});
	await until(page, 'online', 2);
	await rig.ui.close();
	await page.getByText('The connection is lost').waitFor();
	t.deepEqual(await seriousFindings(page), []);
	rig.utility(1, 0);
	rig.advance(10 * SECOND);
	await openOver(t, rig, {listen: `127.0.0.1:${rig.ui.port}`});
	await page.getByText('The connection is lost').waitFor({state: 'detached'});
	await until(page, 'battery', 1);
	t.is(statusLooks[statusOf(rig.house.view(1))].name, 'battery');
});

for (const colorScheme of ['light', 'dark'] as const) {
	chromiumTest(`on a phone in the ${colorScheme} every part is reached, and fits the width`, async t => {
		const {page, rig} = await visit(t, {sites: [40, 40]}, {viewport: PHONE, colorScheme});
		rig.desk.add({type: 'outage', cards: {site: 'site-0'}});
		rig.advance(10 * SECOND);
		await until(page, 'battery', 40);
		for (const part of ['Faults', 'Events', 'Counters', 'Fleet']) {
			await page.getByRole('button', {name: part}).first().click();
			t.deepEqual(await seriousFindings(page), [], part);
			const wide = await page.evaluate<number>(BEYOND_WIDTH);
			t.true(wide <= 0, `${part} is ${wide} px too wide`);
		}
		await page.goto(`${page.url().split('#')[0]}#/card/s0-c3`);
		await page.locator('.faces').waitFor();
		t.deepEqual(await seriousFindings(page), []);
		t.true((await page.evaluate<number>(BEYOND_WIDTH)) <= 0);
	});
}
