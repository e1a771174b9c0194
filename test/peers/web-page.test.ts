// The page as a browser has it: Debian's Chromium, with axe-core for a judge of whether everybody can use it.

import test from 'ava';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {openHttp} from '../../src/protocols/http/server.ts';
import {launchBrowser, seriousFindings, transferred} from '../helpers/browser.ts';
import {needs} from '../helpers/needs.ts';
import {uploadRig} from '../helpers/upload-rig.ts';
import type {UpdateRig} from '../helpers/update-rig.ts';
import {PASSWORD, settle} from '../helpers/web-rig.ts';
import type {WebRig} from '../helpers/web-rig.ts';

const chromiumTest = needs('chromium');

interface Visit {
	readonly rig: WebRig;
	/** The updates of its card, and a file that it takes. */
	readonly card: UpdateRig;
	readonly file: Buffer;
	readonly browser: Browser;
	readonly base: string;
	readonly page: Page;
}

const DESK = {width: 1100, height: 800};
const PHONE = {width: 320, height: 640};
const views = ['/', '/events', '/outlets', '/battery', '/settings', '/accounts', '/about', '/password'];
const confirm = '/confirm?command=outputOff&group=0&back=/outlets';

let browser: Promise<Browser> | null = null;
test.after.always(async () => {
	await (await browser)?.close();
});

async function visit(options: BrowserContextOptions, run: (visit: Visit) => Promise<void>): Promise<void> {
	const {web: rig, card, file} = await uploadRig();
	await settle(rig.accounts, 'admin', rig.firstPassword);
	const face = await openHttp(rig.options);
	browser ??= launchBrowser();
	const context = await (await browser).newContext({viewport: DESK, ...options});
	const page = await context.newPage();
	page.setDefaultTimeout(20_000);
	try {
		await run({rig, card, file, browser: await browser, base: `http://127.0.0.1:${face.port}`, page});
	} finally {
		await context.close();
		await face.close();
		await rig.close();
	}
}

async function logIn({page, base}: Visit): Promise<void> {
	await page.goto(`${base}/login`);
	await page.getByLabel('User name').fill('admin');
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', {name: 'Log in'}).click();
	await page.getByRole('heading', {level: 1}).waitFor();
}

const looks: readonly (readonly [title: string, options: BrowserContextOptions])[] = [
	['light', {colorScheme: 'light'}],
	['dark', {colorScheme: 'dark'}],
	['on a telephone', {colorScheme: 'light', viewport: PHONE}],
];

for (const [title, options] of looks) {
	chromiumTest(`no view has a serious finding of axe or scrolls sideways, ${title}`, async t => {
		await visit({...options, bypassCSP: true}, async visited => {
			const {page, base, rig} = visited;
			await page.goto(`${base}/login`);
			t.deepEqual(await seriousFindings(page), [], 'login');
			await logIn(visited);
			rig.test.advance(60_000);
			rig.test.utility(0, 0);
			rig.test.advance(60_000);
			for (const view of [...views, confirm, '/nowhere']) {
				await page.goto(`${base}${view}`);
				t.deepEqual(await seriousFindings(page), [], view);
				t.is(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, view);
			}
		});
	});
}

chromiumTest(
	'the first page and all that it loads are under 100 kB, from the card alone, and break no rule of its own',
	async t => {
		await visit({}, async visited => {
			const {page, base} = visited;
			const asked: string[] = [];
			const complaints: string[] = [];
			page.on('request', request => asked.push(request.url()));
			page.on('console', message => complaints.push(message.text()));
			page.on('pageerror', error => complaints.push(error.message));
			const bytes = await transferred(page, () => logIn(visited));
			t.true(bytes > 1000 && bytes < 100_000, `${bytes} bytes`);
			t.deepEqual(
				asked.filter(url => !url.startsWith(base)),
				[],
			);
			t.deepEqual(complaints, []);
		});
	},
);

chromiumTest(
	'without scripts one logs in, changes a setting, is told what is wrong, and orders a self-test',
	async t => {
		await visit({javaScriptEnabled: false}, async visited => {
			const {page, base, rig} = visited;
			await logIn(visited);
			await page.goto(`${base}/settings`);
			await page.getByLabel('Name of the UPS').fill('Rack <7>');
			await page.getByRole('button', {name: 'Save'}).first().click();
			t.is(await page.getByRole('status').textContent(), 'Saved: name of the ups.');
			t.is(rig.test.house.view(0).text('ups.name'), 'Rack <7>');
			await page.getByLabel('Good input before return, s').fill('9999');
			await page.getByRole('button', {name: 'Save'}).first().click();
			t.regex((await page.getByRole('alert').textContent()) ?? '', /Nothing was saved/);
			t.is(await page.getByLabel('Good input before return, s').inputValue(), '9999');
			t.is(await page.getByLabel('Good input before return, s').getAttribute('aria-invalid'), 'true');
			await page.goto(`${base}/battery`);
			await page.getByRole('button', {name: 'Start self-test'}).click();
			t.regex((await page.getByRole('status').textContent()) ?? '', /accepted/);
			rig.test.advance(60_000);
			await page.goto(`${base}/events`);
			t.true((await page.getByText('admin by web: testBattery').count()) > 0);
		});
	},
);

chromiumTest('by keyboard alone one logs in and turns the output off, after reading what drops', async t => {
	await visit({}, async ({page, base, rig}) => {
		await page.goto(`${base}/login`);
		await page.keyboard.press('Tab');
		await page.keyboard.type('admin');
		await page.keyboard.press('Tab');
		await page.keyboard.type(PASSWORD);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', {level: 1, name: 'On line'}).waitFor();
		const tabTo = async (name: string): Promise<void> => {
			for (let i = 0; i < 60; i++) {
				await page.keyboard.press('Tab');
				if ((await page.evaluate('document.activeElement.textContent')) === name) {
					return;
				}
			}
			t.fail(`${name} is out of reach of the tabulator`);
		};
		await tabTo('Outlets');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', {level: 1, name: 'Outlets'}).waitFor();
		await tabTo('Turn off …');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', {level: 1, name: 'Turn off?'}).waitFor();
		rig.test.house.view(0).look();
		const watts = rig.test.house.view(0).reading.outputWatts;
		t.true(((await page.locator('.note').textContent()) ?? '').includes(`the load of ${watts} W`));
		await tabTo('Turn off');
		await page.keyboard.press('Enter');
		await page.getByRole('status').waitFor();
		rig.test.advance(2000);
		rig.test.house.view(0).look();
		t.is(rig.test.house.view(0).reading.outputWatts, 0);
	});
});

chromiumTest('an outage shows by itself, and the page goes to the door when the session has ended', async t => {
	await visit({}, async visited => {
		const {page, rig} = visited;
		await logIn(visited);
		t.is(await page.getByRole('heading', {level: 1}).textContent(), 'On line');
		rig.test.advance(60_000);
		rig.test.utility(0, 0);
		rig.test.advance(10_000);
		rig.clock.advance(1000);
		await page.getByRole('heading', {level: 1, name: 'On battery'}).waitFor();
		const runtime = page.locator('[data-text=secondsOnBattery]');
		const before = await runtime.textContent();
		rig.test.advance(5000);
		rig.clock.advance(1000);
		await page.waitForFunction(
			`document.querySelector('[data-text=secondsOnBattery]').textContent !== ${JSON.stringify(before)}`,
		);
		rig.clock.advance(3 * 60_000);
		await page.getByRole('heading', {level: 1, name: 'Log in'}).waitFor();
		t.regex(page.url(), /\/login/);
	});
});

chromiumTest('the first password leads to a change of it before anything else', async t => {
	await visit({}, async ({page, base, rig}) => {
		await rig.accounts.add({name: 'ann', role: 4, password: 'First-horse-7'}, {actor: 'admin', role: 1, origin: 2});
		await page.goto(base);
		await page.getByLabel('User name').fill('ann');
		await page.getByLabel('Password').fill('First-horse-7');
		await page.getByRole('button', {name: 'Log in'}).click();
		await page.getByRole('heading', {name: 'Change the password'}).waitFor();
		t.is(await page.getByLabel('User name').inputValue(), 'ann');
		await page.getByLabel('Present password').fill('First-horse-7');
		await page.getByLabel('New password', {exact: true}).fill(PASSWORD);
		await page.getByLabel('New password again').fill(PASSWORD);
		await page.getByRole('button', {name: 'Change and log in'}).click();
		await page.getByRole('heading', {level: 1, name: 'On line'}).waitFor();
		// Who may only read is offered nothing to do.
		await page.goto(`${base}/outlets`);
		t.is(await page.locator('main form, main .button').count(), 0);
		t.is(await page.getByRole('link', {name: 'Accounts'}).count(), 0);
	});
});

chromiumTest(
	'an administrator installs a signed release from the page, by keyboard, and reads what became of it',
	async t => {
		await visit({}, async there => {
			const {page, base, card, file} = there;
			await logIn(there);
			await page.goto(`${base}/about`);
			const input = page.getByLabel('Signed release (one file)');
			await input.setInputFiles({name: 'bad.fw', mimeType: 'application/octet-stream', buffer: Buffer.from('none')});
			await page.getByRole('button', {name: 'Install'}).focus();
			await page.keyboard.press('Enter');
			await page.getByText('E_OTA_ENV_SCHEMA').waitFor();
			await input.setInputFiles({name: 'two.fw', mimeType: 'application/octet-stream', buffer: file});
			await page.getByRole('button', {name: 'Install'}).focus();
			await page.keyboard.press('Enter');
			await page.getByText('It is verified').waitFor();
			t.is(card.state, 'VERIFIED');
		});
	},
);
