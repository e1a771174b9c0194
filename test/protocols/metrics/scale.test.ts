import test from 'ava';
import {createMetrics} from '../../../src/protocols/metrics/server.ts';
import {houseOf} from '../../helpers/card-house.ts';

const CARDS = 10_000;
const CPU_SECONDS_MAX = 2;

test('a scrape of ten thousand cards costs less than two seconds, and lets others work meanwhile', async t => {
	const {house} = houseOf({count: CARDS, logSize: 4});
	const metrics = createMetrics({house, sources: []});
	t.teardown(() => metrics.close());
	let turns = 0;
	let isOver = false;
	const count = (): void => {
		turns += 1;
		if (!isOver) {
			setImmediate(count);
		}
	};
	count();
	const before = process.cpuUsage();
	const parts = await metrics.render();
	const {user, system} = process.cpuUsage(before);
	isOver = true;
	t.true((user + system) / 1e6 < CPU_SECONDS_MAX, `${(user + system) / 1e6} s`);
	t.true(turns >= CARDS / 100);
	const lines = parts.reduce((sum, part) => sum + part.toString().split('\n').length - 1, 0);
	t.true(lines > 80 * CARDS, `${lines} lines`);
});
