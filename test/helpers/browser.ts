// Debian's Chromium for tests of pages, and axe-core in it.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {chromium} from 'playwright-core';
import type {Browser, Page} from 'playwright-core';
import {findProgram} from './programs.ts';

/** It keeps off the network and, as root, out of a sandbox that it cannot make. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export function launchBrowser(): Promise<Browser> {
	return chromium.launch({executablePath: findProgram('chromium') ?? '', args: FLAGS});
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
	readonly violations: readonly {
		readonly id: string;
		readonly impact: string;
		readonly nodes: readonly {readonly html: string}[];
	}[];
}

/** Serious and critical findings on a page, a line each. The page must be in a context with bypassCSP. */
export async function seriousFindings(page: Page): Promise<string[]> {
	await page.evaluate(axeSource);
	const result = await page.evaluate<AxeResult>('axe.run()');
	return result.violations
		.filter(each => each.impact === 'serious' || each.impact === 'critical')
		.map(each => `${each.id}: ${each.nodes[0]?.html ?? ''}`);
}

/** Bytes that came over the wire for what `visit` does, headers included. */
export async function transferred(page: Page, visit: () => Promise<unknown>): Promise<number> {
	const sizes: Promise<number>[] = [];
	page.on('requestfinished', request => {
		sizes.push(request.sizes().then(each => each.responseBodySize + each.responseHeadersSize));
	});
	await visit();
	await page.waitForLoadState('load');
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
