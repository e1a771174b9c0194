// `ridethrough firmware inspect`: a release or a document field by field, and why a card would refuse it.

import {Option} from 'commander';
import type {InspectOptions, Inspection} from '../firmware/inspect.ts';
import type {Io, Register} from '../io.ts';
import {textTable} from '../text-table.ts';
import type {Column} from '../text-table.ts';

const examples = `Examples:
  ridethrough firmware inspect app.suit --root keys/1.root.cbor
  ridethrough firmware inspect keys/1.root.cbor --json
`;

const remarks = `
What cannot be read is shown with the code that a card gives for it. Without --root it is judged as far as one can without keys,
and what was not judged is said. --context is as with firmware verify. The exit code is 0 whatever a card would say.
JSON: schema ridethrough.firmware-inspect/1: file, kind, bytes, fields (field, value, meaning), accepted (null where not all was
judged), code, detail, notJudged.`;

const list = (text: string, before: readonly string[] = []): string[] => [...before, text];

const columns: readonly Column[] = ['field', 'value', 'meaning'].map(title => ({title, align: 'left'}));

function acceptedOf({refusal, notJudged}: Inspection): boolean | null {
	if (refusal !== null) {
		return false;
	}
	return notJudged === '' ? true : null;
}

function jsonOf(file: string, inspection: Inspection): string {
	const {kind, bytes, fields, refusal, notJudged} = inspection;
	const document = {
		schema: 'ridethrough.firmware-inspect/1',
		file,
		kind,
		bytes,
		fields,
		accepted: acceptedOf(inspection),
		code: refusal?.code ?? null,
		detail: refusal?.detail ?? null,
		notJudged,
	};
	return JSON.stringify(document, null, '\t');
}

function show(io: Io, file: string, {kind, bytes, fields, refusal, notJudged}: Inspection, sentence: string): void {
	const table = textTable(
		columns,
		fields.map(({field, value, meaning}) => [field, value, meaning]),
	);
	const verdict =
		refusal === null
			? notJudged === ''
				? 'a card takes it'
				: 'nothing wrong was found'
			: `a card refuses it: ${sentence}`;
	io.out([`${file}: ${kind}, ${bytes} bytes`, ...table, verdict].join('\n'));
	if (notJudged !== '') {
		io.out(`not judged: ${notJudged}`);
	}
}

/** Adds `firmware inspect`. */
export const register: Register = (firmware, io) => {
	firmware
		.command('inspect')
		.description('explain a release or a document field by field')
		.argument('<FILE>', 'the release or document')
		.addOption(new Option('--root <FILE>', 'root document to judge it by; later versions after it').argParser(list))
		.addOption(new Option('--context <FILE>', 'state of the card, JSON'))
		.addOption(new Option('--json', 'print one JSON document'))
		.addHelpText('before', examples)
		.addHelpText('after', remarks)
		.action(async (file: string, options: InspectOptions) => {
			const [{inspectFile}, {refusalText}] = await Promise.all([
				import('../firmware/inspect.ts'),
				import('../firmware/verify.ts'),
			]);
			const inspection = inspectFile(file, options);
			const {refusal} = inspection;
			if (options.json === true) {
				io.out(jsonOf(file, inspection));
			} else {
				show(io, file, inspection, refusal === null ? '' : refusalText(refusal));
			}
		});
};
