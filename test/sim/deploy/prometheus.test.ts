import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {findProgram, needs} from '../../helpers/needs.ts';
import {folder, manifests, textOf} from './files.ts';

function promtool(...words: string[]): string {
	return execFileSync(findProgram('promtool') ?? '', words, {encoding: 'utf8'});
}

/** The configuration in a folder of its own, with the rules where it looks for them. */
function checked(t: ExecutionContext, config: string): string {
	const place = mkdtempSync(join(tmpdir(), 'prometheus-'));
	t.teardown(() => rmSync(place, {recursive: true}));
	writeFileSync(join(place, 'alerts.yml'), textOf('prometheus/alerts.yml'));
	writeFileSync(join(place, 'prometheus.yml'), config.replace('/etc/prometheus/alerts/', ''));
	return promtool('check', 'config', join(place, 'prometheus.yml'));
}

needs('promtool')('Prometheus takes the configuration of one machine, with its rules', t => {
	t.regex(promtool('check', 'config', join(folder, 'prometheus/prometheus.yml')), /SUCCESS: 3 rules found/);
});

needs('promtool')('Prometheus takes the configuration of the cluster, with the same rules', t => {
	const data = manifests().find(({kind, metadata}) => kind === 'ConfigMap' && metadata.name === 'prometheus')?.data;
	t.regex(checked(t, data?.['prometheus.yml'] ?? ''), /SUCCESS: 3 rules found/);
});

/** Metrics of a fleet with MQTT and faults, as the code names them; those of the process come from its library. */
const names = new Set(
	['src/cli/sim-counters.ts', 'src/protocols/metrics/sources.ts', 'src/protocols/metrics/card-families.ts'].flatMap(
		file => readFileSync(file, 'utf8').match(/(?:ridethrough|ups)_[a-z_]+/g) ?? [],
	),
);

test('the dashboard and the alerts ask for metrics that a fleet has', t => {
	const asked =
		[textOf('grafana/fleet.json'), textOf('prometheus/alerts.yml')].join('').match(/(?:ridethrough|ups)_[a-z_]+/g)
		?? [];
	t.true(asked.length > 8);
	t.deepEqual(
		[...new Set(asked)].map(name => name.replace(/_bucket$/, '')).filter(name => !names.has(name)),
		[],
	);
});
