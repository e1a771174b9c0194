import {existsSync} from 'node:fs';
import test from 'ava';
import {validate} from 'dockerfile-utils';
import {textOf} from './files.ts';

const text = textOf('Containerfile');

/** The instructions, each on one line. */
const instructions = text
	.replaceAll(/\\\n\s*/g, '')
	.split('\n')
	.filter(line => /^[A-Z]+ /.test(line));

test('the container file has no mistake, and a misspelt instruction is one', t => {
	t.deepEqual(validate(text), []);
	t.is(validate('FROM scratch\nCOPPY a b\n').length, 1);
});

test('everything that is copied from the project is there', t => {
	const copied = instructions
		.filter(line => line.startsWith('COPY ') && !line.includes('--from='))
		.flatMap(line => line.split(' ').slice(1, -1));
	t.true(copied.length > 5);
	t.deepEqual(
		copied.filter(path => !existsSync(path)),
		[],
	);
});

test('the image that runs is of a user without rights, and starts the program itself', t => {
	const last = instructions.slice(instructions.findLastIndex(line => line.startsWith('FROM ')));
	t.regex(last[0], /:nonroot$/);
	t.true(last.some(line => line.startsWith('ENTRYPOINT ["/nodejs/bin/node", "/app/dist/src/cli/main.js"]')));
});
