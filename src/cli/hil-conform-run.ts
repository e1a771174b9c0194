// What `hil conform` does: opens the face that the suite judges, judges it, and tells.

import {performance} from 'node:perf_hooks';
import type {Judged, JudgeOptions} from '../../hil/conformance/clause.ts';
import type {Conformance, ConformanceFormat} from '../../hil/conformance/report.ts';
import {codedError} from '../core/errors.ts';
import {parseListen} from '../platform/node/listen-address.ts';
import {exitCodes} from './exit.ts';
import type {ConformOptions} from './commands/hil-conform.ts';
import type {Io} from './io.ts';
import {passwordFrom} from './mqtt-options.ts';
import {parseReport} from './scenario-options.ts';
import type {Report} from './scenario-options.ts';
import {attempt, prepareReports} from './scenario-reports.ts';

/** A suite with the face that it judges, opened. */
interface Ready {
	readonly title: string;
	readonly target: string;
	judge(options: JudgeOptions): Promise<Judged[]>;
	close(): Promise<void>;
}

type Open = (options: ConformOptions) => Promise<Ready>;

const MS_A_SECOND = 1000;
const RETRIES = 1;

const suites: Readonly<Record<string, Open>> = {rfc1628: openRfc1628, modbus: openModbusMap};

/** Judges; sets the exit code to 1 where a clause failed. Throws E_USAGE, E_CARD_SILENT and E_FILE_UNWRITABLE. */
export async function conform(io: Io, version: string, suite: string, options: ConformOptions): Promise<void> {
	const open = suites[suite];
	if (open === undefined) {
		throw usage('SUITE', suite, `is no suite; there are ${Object.keys(suites).join(', ')}`);
	}
	if (options.json === true && options.tap === true) {
		throw usage('--tap', '', 'and --json both go to stdout; give one of them, and the other as --report json=FILE');
	}
	const reports = options.report.map(parseReport);
	prepareReports(reports);
	const ready = await open(options);
	try {
		const clauses = await ready.judge({
			clauseTimeoutMs: options.clauseTimeout * MS_A_SECOND,
			now: () => performance.now(),
			signal: io.stop,
		});
		const {title, target} = ready;
		await tell(io, {suite, title, target, version, clauses}, reports, options);
	} finally {
		await ready.close();
	}
}

async function tell(
	io: Io,
	report: Conformance,
	reports: readonly Report[],
	{json, tap}: ConformOptions,
): Promise<void> {
	const {conformanceReports, countOf} = await import('../../hil/conformance/report.ts');
	const {writeFileSync} = await import('node:fs');
	for (const {format, file} of reports) {
		attempt(file, () => writeFileSync(file, conformanceReports[format](report)));
	}
	const format: ConformanceFormat = json === true ? 'json' : tap === true ? 'tap' : 'text';
	io.out(conformanceReports[format](report).trimEnd());
	if (countOf(report, 'failed') > 0) {
		io.exitCode = exitCodes.failed;
	}
}

async function openRfc1628(options: ConformOptions): Promise<Ready> {
	const {snmp, timeout, snmpVersion, disturb, trapListen} = options;
	const {host, port} = parseListen(required('--snmp', snmp));
	const [{openSnmp}, {rfc1628}, {judgeAll}] = await Promise.all([
		import('../../hil/conformance/net-snmp.ts'),
		import('../../hil/conformance/rfc1628/suite.ts'),
		import('../../hil/conformance/clause.ts'),
	]);
	const opened = await openSnmp({
		host,
		port,
		version: snmpVersion,
		community: communityFrom('--community', options.community),
		writeCommunity:
			options.writeCommunity === undefined ? null : communityFrom('--write-community', options.writeCommunity),
		timeoutMs: timeout * MS_A_SECOND,
		retries: RETRIES,
		traps: trapListen === undefined ? null : parseListen(trapListen),
		disturb: {test: disturb === true, utility: null},
		pause: sleep,
	});
	return {
		title: rfc1628.title,
		target: `snmp ${snmp} (v${snmpVersion})`,
		judge: async how => judgeAll(rfc1628, opened.face, how),
		close: async () => opened.close(),
	};
}

async function openModbusMap({modbus, write, timeout}: ConformOptions): Promise<Ready> {
	const {host, port} = parseListen(required('--modbus', modbus));
	const [{openModbus}, {modbusMap}, {judgeAll}] = await Promise.all([
		import('../../hil/conformance/modbus/face.ts'),
		import('../../hil/conformance/modbus/suite.ts'),
		import('../../hil/conformance/clause.ts'),
	]);
	const opened = openModbus({host, port, unit: 1, timeoutMs: timeout * MS_A_SECOND, writes: write === true});
	return {
		title: modbusMap.title,
		target: `modbus ${modbus}`,
		judge: async how => judgeAll(modbusMap, opened.face, how),
		close: async () => opened.close(),
	};
}

async function sleep(ms: number): Promise<void> {
	await new Promise(resolve => {
		setTimeout(resolve, ms);
	});
}

function communityFrom(option: string, given: string): string {
	return given.startsWith('@') || given.startsWith('env:') ? passwordFrom(option, given, process.env) : given;
}

function required(option: string, value: string | undefined): string {
	if (value === undefined) {
		throw usage(option, '', 'is missing: say where the card answers');
	}
	return value;
}

function usage(option: string, value: string, message: string): Error {
	return codedError('E_USAGE', `${option} ${value} ${message}`.replace('  ', ' '), {option, value});
}
