import test from 'ava';
import {Option} from 'commander';
import {maskedText} from '../../../src/cli/config/secrets.ts';

for (const [flags, text, shown] of [
	['--mqtt <URL>', 'mqtt://broker:1883', 'mqtt://broker:1883'],
	['--mqtt <URL>', 'mqtt://me@broker', 'mqtt://me@broker'],
	['--mqtt <URL>', 'mqtt://me:hunter2@broker:1883', 'mqtt://me:***@broker:1883'],
	['--mqtt <URL>', 'mqtt://me:h@nter2@broker', 'mqtt://me:***@broker'],
	['--mqtt <URL>', 'mqtt://me:h/nter2@broker', 'mqtt://me:***@broker'],
	['--mqtt-password <SECRET>', 'hunter2', '***'],
	['--mqtt-password <SECRET>', '@', '***'],
	['--mqtt-password <SECRET>', '@/run/secret', '@/run/secret'],
	['--mqtt-password <SECRET>', 'env:PASSWORD', 'env:PASSWORD'],
	['--api-token <T>', 'abc', '***'],
	['--load <PERCENT>', '30', '30'],
] as const) {
	test(`${flags} ${text} is shown as ${shown}`, t => {
		t.is(maskedText(new Option(flags), text), shown);
	});
}
