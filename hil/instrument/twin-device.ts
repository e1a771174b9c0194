// An instrument that speaks SCPI as strictly as a real one: what it does not know, it refuses with the number that SCPI-99 has for it,
// and it never answers a question that it refused.

/** Numbers of SCPI-99, 21.8. */
export const scpiErrors = {
	invalidSyntax: [-102, 'Syntax error'],
	dataType: [-104, 'Data type error'],
	notAllowed: [-108, 'Parameter not allowed'],
	missing: [-109, 'Missing parameter'],
	undefinedHeader: [-113, 'Undefined header'],
	outOfRange: [-222, 'Data out of range'],
	illegalValue: [-224, 'Illegal parameter value'],
	queueOverflow: [-350, 'Queue overflow'],
	interrupted: [-410, 'Query INTERRUPTED'],
} as const;
export type ScpiError = keyof typeof scpiErrors;

export type Parameter =
	| {readonly is: 'number'; readonly min: number; readonly max: number}
	| {readonly is: 'truth'}
	/** `(@101)`: one channel of these. */
	| {readonly is: 'channel'; readonly channels: readonly number[]};

export interface TwinCommand {
	/** Long form with the short one in capitals, such as `ROUTe:CLOSe?`. */
	readonly header: string;
	readonly parameter: Parameter | null;
	/** What it does with the value; the answer, where it is a question. */
	act(value: number): string | null;
}

/** A real queue has as many places; what is beyond is lost. */
const MOST_ERRORS = 20;

/** Whether `given` is the long or the short form of `header`: nothing in between is either. */
function isHeader(given: string, header: string): boolean {
	const asked = given.toUpperCase().replace(/^:/, '').split(':');
	const forms = header.split(':');
	return (
		asked.length === forms.length
		&& forms.every((form, i) => [form.toUpperCase(), form.replaceAll(/[a-z]/g, '')].includes(asked[i]))
	);
}

const numberForm = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(E[+-]?[0-9]{1,3})?$/i;
const truths: Readonly<Record<string, number>> = {ON: 1, OFF: 0, '1': 1, '0': 0};

function valueFrom(text: string, parameter: Parameter): number | ScpiError {
	if (parameter.is === 'truth') {
		return truths[text.toUpperCase()] ?? 'illegalValue';
	}
	if (parameter.is === 'channel') {
		const channel = /^\(@([0-9]{1,4})\)$/.exec(text)?.[1];
		if (channel === undefined) {
			return 'dataType';
		}
		return parameter.channels.includes(Number(channel)) ? Number(channel) : 'outOfRange';
	}
	const value = numberForm.test(text) ? Number(text) : Number.NaN;
	if (Number.isNaN(value)) {
		return 'dataType';
	}
	return value >= parameter.min && value <= parameter.max ? value : 'outOfRange';
}

export class TwinDevice {
	readonly #commands: readonly TwinCommand[];
	readonly #errors: ScpiError[] = [];
	/** Messages it took, in order. */
	readonly messages: string[] = [];

	constructor(identity: string, commands: readonly TwinCommand[]) {
		const common: readonly TwinCommand[] = [
			{header: '*IDN?', parameter: null, act: () => identity},
			{header: '*OPC?', parameter: null, act: () => '1'},
			{header: '*CLS', parameter: null, act: () => this.#clear()},
			{header: 'SYSTem:ERRor?', parameter: null, act: () => this.#nextError()},
		];
		this.#commands = [...common, ...commands];
	}

	/** Takes a message without its end; the answer, or null where there is none. */
	take(message: string): string | null {
		this.messages.push(message);
		const parts = /^(\S+)(?:\s+(\S.*?))?\s*$/.exec(message);
		if (parts === null || message.includes(';')) {
			// Several commands in a message are allowed by SCPI, and not needed by us: the twin has none of their rules.
			return this.#refuse('invalidSyntax');
		}
		const command = this.#commands.find(({header}) => isHeader(parts[1], header));
		return command === undefined ? this.#refuse('undefinedHeader') : this.#run(command, parts[2]);
	}

	/** A question came before the answer to the last was out: that answer is lost. */
	interrupt(): void {
		this.#refuse('interrupted');
	}

	#run(command: TwinCommand, given: string | undefined): string | null {
		const {parameter} = command;
		if (parameter === null) {
			return given === undefined ? command.act(0) : this.#refuse('notAllowed');
		}
		if (given === undefined) {
			return this.#refuse('missing');
		}
		if (given.includes(',')) {
			return this.#refuse('notAllowed');
		}
		const value = valueFrom(given, parameter);
		return typeof value === 'number' ? command.act(value) : this.#refuse(value);
	}

	#refuse(error: ScpiError): null {
		if (this.#errors.length < MOST_ERRORS) {
			this.#errors.push(error);
		} else {
			this.#errors[MOST_ERRORS - 1] = 'queueOverflow';
		}
		return null;
	}

	#nextError(): string {
		const error = this.#errors.shift();
		const [number, text] = error === undefined ? [0, 'No error'] : scpiErrors[error];
		return `${number >= 0 ? '+' : ''}${number},"${text}"`;
	}

	#clear(): null {
		this.#errors.length = 0;
		return null;
	}
}
