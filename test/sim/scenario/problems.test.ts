import test from 'ava';
import {ProblemList, shownProblem} from '../../../sim/scenario/problems.ts';
import type {Problem} from '../../../sim/scenario/problems.ts';
import {Source} from '../../../sim/scenario/source.ts';

function problemAt(text: string, offset: number): Problem {
	const problems = new ProblemList();
	problems.add({source: new Source('a.yaml', text), offset}, 'b.c', 'is wrong');
	return problems.all[0];
}

test('a problem is shown with its line and a caret under its place', t => {
	t.is(shownProblem(problemAt('x: 1\nb: {c: 2}\n', 9)), 'a.yaml:2:5: b.c: is wrong\n  2 | b: {c: 2}\n    |     ^');
});

test('a tab counts as one character, and what would move the cursor is blank', t => {
	const [, line, caret] = shownProblem(problemAt('\tb:\u001b 1\r\n', 2)).split('\n');
	t.is(line, '  1 |  b:  1');
	t.is(caret.indexOf('^'), line.indexOf(':'));
});

test('a long line is cut around the place', t => {
	const text = `${'x'.repeat(5000)}!${'y'.repeat(5000)}`;
	const [, line, caret] = shownProblem(problemAt(text, 5000)).split('\n');
	t.is(line.length, 106);
	t.is(line[caret.indexOf('^')], '!');
});

test('an empty line is not shown', t => {
	t.is(shownProblem(problemAt('\n\n', 1)), 'a.yaml:2:1: b.c: is wrong');
});

test('the same thing at the same place counts once, and a hundred problems are enough', t => {
	const problems = new ProblemList();
	const source = new Source('a.yaml', 'x'.repeat(500));
	problems.add({source, offset: 1}, 'a', 'is wrong');
	problems.add({source, offset: 1}, 'a', 'is wrong');
	t.is(problems.all.length, 1);
	for (let offset = 2; offset < 300; offset++) {
		problems.add({source, offset}, 'a', 'is wrong');
	}
	t.is(problems.all.length, 100);
});

test('places are counted in lines and columns from 1, within the file', t => {
	const source = new Source('a.yaml', 'ab\n\ncd');
	t.deepEqual(
		[0, 1, 2, 3, 4, 5, 6, 99, -1].map(offset => Object.values(source.position(offset)).join(':')),
		['1:1', '1:2', '1:3', '2:1', '3:1', '3:2', '3:3', '3:3', '1:1'],
	);
	t.is(source.lineText(3), 'cd');
});
