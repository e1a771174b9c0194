// Reads the text format of Prometheus strictly, and says what a linter of it would complain about.

export interface ParsedFamily {
	readonly type: string;
	readonly help: string;
	/** Values by the sample's name and labels, as written. */
	readonly samples: Map<string, number>;
}

export interface ParsedExposition {
	readonly families: Map<string, ParsedFamily>;
	readonly problems: string[];
}

const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (\S+)$/;
const units = ['seconds', 'bytes', 'ratio', 'volts', 'amperes', 'celsius', 'hertz', 'watts', 'voltamperes', 'joules'];
/** Names of ours that have no unit: counts, facts and state sets. */
const unitless = /(_info|_status|_result|_active|_on|_devices)$/;

/** What is in `text`. Problems are sentences; none means that it is well-formed and well-named. */
export function parseExposition(text: string): ParsedExposition {
	const families = new Map<string, ParsedFamily>();
	const problems: string[] = [];
	let current = '';
	if (!text.endsWith('\n')) {
		problems.push('the last line does not end');
	}
	for (const line of text.split('\n').slice(0, -1)) {
		if (line === '') {
			continue;
		}
		const help = /^# HELP (\S+) (.+)$/.exec(line);
		const type = /^# TYPE (\S+) (gauge|counter|histogram|summary)$/.exec(line);
		if (help !== null) {
			current = help[1];
			if (families.has(current)) {
				problems.push(`${current} is in two pieces`);
			}
			families.set(current, {type: '', help: help[2], samples: new Map()});
		} else if (type !== null) {
			families.set(type[1], {...(families.get(type[1]) as ParsedFamily), type: type[2]});
		} else {
			takeSample(line, current, families, problems);
		}
	}
	return {families, problems};
}

function takeSample(line: string, current: string, families: Map<string, ParsedFamily>, problems: string[]): void {
	const match = sample.exec(line);
	const family = families.get(current);
	if (match === null || family === undefined) {
		problems.push(`no sample: ${line}`);
		return;
	}
	const name = family.type === 'histogram' ? match[1].replace(/_(bucket|sum|count)$/, '') : match[1];
	const key = `${match[1]}${match[2] ?? ''}`;
	if (name !== current) {
		problems.push(`${match[1]} stands below ${current}`);
	}
	if (family.samples.has(key)) {
		problems.push(`${key} is there twice`);
	}
	family.samples.set(key, match[3] === '+Inf' ? Infinity : Number(match[3]));
}

/** What the naming rules of Prometheus say against families of ours. */
export function namingProblems(families: ParsedExposition['families']): string[] {
	const problems: string[] = [];
	for (const [name, {type}] of families) {
		const bare = name.replace(/_total$/, '');
		if ((type === 'counter') !== name.endsWith('_total')) {
			problems.push(`${name}: only and all counters end in _total`);
		}
		if (!/^[a-z][a-z0-9_]*$/.test(name) || name.includes('__')) {
			problems.push(`${name}: small letters, figures and single underlines`);
		}
		if (type === 'gauge' && !unitless.test(bare) && !units.some(unit => bare.endsWith(`_${unit}`))) {
			problems.push(`${name}: no base unit at its end`);
		}
	}
	return problems;
}
