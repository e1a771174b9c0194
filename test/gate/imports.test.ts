import test from 'ava';
import {importsOf} from './imports.ts';

const source = `
import test from 'ava';
import type {A} from './a.ts';
import {type B} from './b.ts';
import * as c from './c.ts';
import './d.ts';
export {e} from './e.ts';
export type {F} from './f.ts';
export * from './g.ts';
type H = import('./h.ts').H;
export async function load(): Promise<unknown> {
	return import('./i.ts');
}
const text = "import {x} from './not-code.ts'"; // import './comment.ts'
`;

test('every form of import is found with what it binds and its line', t => {
	t.deepEqual(
		importsOf(source).map(({specifier, kind, line}) => `${line} ${kind} ${specifier}`),
		[
			'2 value ava',
			'3 types ./a.ts',
			// `import {type B}` leaves `import {}` behind, which runs the module.
			'4 value ./b.ts',
			'5 value ./c.ts',
			'6 value ./d.ts',
			'7 value ./e.ts',
			'8 types ./f.ts',
			'9 value ./g.ts',
			'10 types ./h.ts',
			'12 lazy ./i.ts',
		],
	);
});

test('a source without imports has none', t => {
	t.deepEqual(importsOf('export const a = 1;'), []);
});
