// The text format of Prometheus, version 0.0.4: families with HELP and TYPE, their samples in one piece below.

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export type MetricType = 'gauge' | 'counter' | 'histogram';

export interface MetricSample {
	/** `_bucket`, `_sum` or `_count` of a histogram. */
	readonly suffix?: string;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
}

export interface MetricFamily {
	readonly name: string;
	readonly type: MetricType;
	readonly help: string;
	readonly samples: readonly MetricSample[];
}

/** Asked at every scrape. */
export type MetricSource = () => readonly MetricFamily[];

/** The lines that open a family. */
export function familyHeader(name: string, type: MetricType, help: string): string {
	return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
}

/** A whole family; a histogram's samples bring their suffix. */
export function familyText({name, type, help, samples}: MetricFamily): string {
	const lines = samples.map(
		({suffix, labels, value}) => `${name}${suffix ?? ''}${labelsText(labels)} ${numberText(value)}\n`,
	);
	return familyHeader(name, type, help) + lines.join('');
}

/** A label's value between its quotes. */
export function escapeLabel(value: string): string {
	return /[\\"\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : value;
}

export function numberText(value: number): string {
	if (Number.isFinite(value)) {
		return String(value);
	}
	return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function labelsText(labels: Readonly<Record<string, string>>): string {
	const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
	return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
