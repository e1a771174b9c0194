import fc from 'fast-check';
import test from 'ava';
import {exitCodeFor, exitCodes} from '../../src/cli/exit.ts';
import {errorCodes, type ErrorCode} from '../../src/core/error-codes.ts';
import {codedError, isCoded} from '../../src/core/errors.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];

test('error codes, what they mean and the exit code of each are public', t => {
	t.snapshot(Object.fromEntries(codes.map(code => [code, `${exitCodeFor(code)}: ${errorCodes[code]}`])));
});

test('exit codes are public', t => {
	t.snapshot(exitCodes);
});

for (const code of codes) {
	test(`${code} leads to an exit code of the table, and not to success`, t => {
		const exit = exitCodeFor(code);
		t.true(Object.values<number>(exitCodes).includes(exit));
		t.not(exit, exitCodes.ok);
	});
	test(`${code} is spelt E_ and capitals, and explained in a sentence`, t => {
		t.regex(code, /^E_[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
		t.regex(errorCodes[code], /^[A-Z].*\.$/);
	});
}

test('a coded error carries message, code and context, and is an Error', t => {
	const context = {file: 'a.csv', line: 3};
	const error = codedError('E_TABLE_INVALID', 'a.csv:3 is not as it must be', context);
	t.true(error instanceof Error);
	t.is(error.message, 'a.csv:3 is not as it must be');
	t.is(error.code, 'E_TABLE_INVALID');
	t.deepEqual(error.context, context);
	t.true(isCoded(error));
});

test('errors of the system and things that are no errors are not coded', t => {
	const others = [
		Object.assign(new Error('no such file'), {code: 'ENOENT', context: {}}),
		Object.assign(new Error('half'), {code: 'E_USAGE'}),
		Object.assign(new Error('number'), {code: 7, context: {}}),
		new Error('plain'),
		undefined,
		null,
		'E_USAGE',
		{},
	];
	t.deepEqual(others.filter(isCoded), []);
	fc.assert(fc.property(fc.anything(), value => !isCoded(value)));
});

test('a coded error is known after it came from another realm', t => {
	t.true(isCoded({message: 'm', code: 'E_USAGE', context: {}}));
});
