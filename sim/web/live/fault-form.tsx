// The form that makes a fault: its fields are those that the registry of faults gives the type.

import {useState} from 'preact/hooks';
import type {FaultField, FaultType} from '../../ui/messages.ts';
import {ask, Refused} from './connection.ts';
import {SitePicker} from './events.tsx';
import type {Fleet} from './fleet.ts';
import {plural, words} from './format.ts';
import {useStore} from './store.ts';

const targets = ['card', 'site', 'shown', 'all'] as const;
type Target = (typeof targets)[number];

const ALL_PERCENT = 100;

interface Said {
	readonly isBad: boolean;
	readonly text: string;
}

/** What the fields hold, kept while the page is open: the same fault is often made twice. */
interface Draft {
	readonly type: string;
	readonly values: Readonly<Record<string, string>>;
	readonly target: Target;
	readonly site: number;
	readonly share: string;
	readonly duration: string;
}

let kept: Draft = {type: '', values: {}, target: 'all', site: 0, share: '100', duration: ''};

export function FaultForm({fleet, card}: {readonly fleet: Fleet; readonly card: string | null}) {
	useStore();
	const {faults} = fleet.facts;
	const start = card === null ? (kept.target === 'card' ? 'all' : kept.target) : 'card';
	const [draft, setDraft] = useState<Draft>({...kept, type: kept.type || (faults[0]?.name ?? ''), target: start});
	const [said, setSaid] = useState<Said | null>(null);
	const change = (some: Partial<Draft>): void => {
		kept = {...draft, ...some};
		setDraft(kept);
	};
	const type = faults.find(({name}) => name === draft.type);
	const submit = async (): Promise<void> => {
		setSaid(null);
		try {
			const made = await ask<{readonly name: string}>('POST', 'faults', requestOf(fleet, draft, card, type));
			setSaid({isBad: false, text: `${made.name} is in effect.`});
		} catch (error) {
			setSaid({isBad: true, text: error instanceof Refused ? error.message : 'The server does not answer.'});
		}
	};
	return (
		<form
			class="fault-form"
			onSubmit={event => {
				event.preventDefault();
				void submit();
			}}
		>
			<Fields fleet={fleet} card={card} type={type} draft={draft} onChange={change} />
			<button type="submit" class="primary" disabled={type === undefined}>
				Inject {draft.type}
			</button>
			<p class={said?.isBad === true ? 'notice is-bad' : 'notice'} role="status" hidden={said === null}>
				{said?.text}
			</p>
		</form>
	);
}

interface FieldsProps {
	readonly fleet: Fleet;
	readonly card: string | null;
	readonly type: FaultType | undefined;
	readonly draft: Draft;
	readonly onChange: (some: Partial<Draft>) => void;
}

function Fields({fleet, card, type, draft, onChange}: FieldsProps) {
	return (
		<>
			<label class="field">
				<span>Kind of fault</span>
				<TypePicker
					faults={fleet.facts.faults}
					value={draft.type}
					onPick={name => onChange({type: name, values: {}})}
				/>
			</label>
			{type === undefined ? null : <p class="hint">{type.summary}</p>}
			{type?.parameters.map(field => (
				<Parameter
					key={`${type.name} ${field.name}`}
					field={field}
					value={draft.values[field.name] ?? standardOf(field)}
					onSet={value => onChange({values: {...draft.values, [field.name]: value}})}
				/>
			))}
			{type?.acts === 'surroundings' ? (
				<p class="hint">It happens to all cards at once.</p>
			) : (
				<TargetPicker fleet={fleet} card={card} draft={draft} onChange={onChange} />
			)}
			<label class="field">
				<span>Ends after</span>
				<input
					value={draft.duration}
					placeholder="until you end it"
					spellcheck={false}
					onInput={event => onChange({duration: event.currentTarget.value})}
				/>
				<small>such as 90s, 5m or 2h, in the cards' time</small>
			</label>
		</>
	);
}

function TypePicker({
	faults,
	value,
	onPick,
}: {
	readonly faults: readonly FaultType[];
	readonly value: string;
	readonly onPick: (name: string) => void;
}) {
	const areas = [...new Set(faults.map(({area}) => area))];
	return (
		<select name="type" value={value} onChange={event => onPick(event.currentTarget.value)}>
			{areas.map(area => (
				<optgroup key={area} label={words(area)}>
					{faults
						.filter(fault => fault.area === area)
						.map(({name}) => (
							<option key={name} value={name}>
								{name}
							</option>
						))}
				</optgroup>
			))}
		</select>
	);
}

function Parameter({
	field,
	value,
	onSet,
}: {
	readonly field: FaultField;
	readonly value: string;
	readonly onSet: (value: string) => void;
}) {
	const {name, summary, kind, unit, min, max, choices, default: standard} = field;
	const isNumber = kind !== 'duration' && choices.length === 0;
	const range = choices.length > 0 ? '' : `${min} to ${max}${isNumber && unit !== '' ? ` (${unit})` : ''}`;
	return (
		<label class="field">
			<span>{words(name)}</span>
			{choices.length > 0 ? (
				<select name={name} value={value} onChange={event => onSet(event.currentTarget.value)}>
					{choices.map(choice => (
						<option key={choice}>{choice}</option>
					))}
				</select>
			) : (
				<input
					name={name}
					value={value}
					required={standard === null}
					spellcheck={false}
					onInput={event => onSet(event.currentTarget.value)}
					{...(isNumber ? {type: 'number', min, max, step: kind === 'count' ? 1 : 'any'} : {})}
				/>
			)}
			<small>
				{summary} {range}
			</small>
		</label>
	);
}

interface TargetPickerProps {
	readonly fleet: Fleet;
	readonly card: string | null;
	readonly draft: Draft;
	readonly onChange: (some: Partial<Draft>) => void;
}

function TargetPicker({fleet, card, draft, onChange}: TargetPickerProps) {
	const titles: Readonly<Record<Target, string>> = {
		card: `This card (${card ?? ''})`,
		site: 'A site',
		shown: `What the filter shows (${plural(fleet.isFiltered ? fleet.shown().length : fleet.bytes.length, 'card')})`,
		all: `All cards (${plural(fleet.bytes.length, 'card')})`,
	};
	const offered = targets.filter(target =>
		target === 'card' ? card !== null : target !== 'shown' || fleet.isFiltered,
	);
	return (
		<fieldset class="field">
			<legend>Happens to</legend>
			{offered.map(target => (
				<label key={target} class="choice">
					<input type="radio" name="target" checked={draft.target === target} onChange={() => onChange({target})} />
					{titles[target]}
				</label>
			))}
			{draft.target === 'site' ? (
				<SitePicker fleet={fleet} value={draft.site} onPick={site => onChange({site})} all="" />
			) : null}
			{draft.target === 'card' ? null : (
				<label class="share">
					<input
						type="number"
						name="share"
						min="0.01"
						max={ALL_PERCENT}
						step="any"
						value={draft.share}
						onInput={event => onChange({share: event.currentTarget.value})}
					/>
					<span>% of them, drawn by chance</span>
				</label>
			)}
		</fieldset>
	);
}

function requestOf(fleet: Fleet, draft: Draft, card: string | null, type: FaultType | undefined): object {
	const parameters = Object.fromEntries(
		(type?.parameters ?? [])
			.map(field => [field.name, valueOf(field, draft.values[field.name] ?? standardOf(field))] as const)
			.filter(([, value]) => value !== ''),
	);
	const cards = type?.acts === 'surroundings' ? undefined : cardsOf(fleet, draft, card);
	return {
		type: draft.type,
		parameters,
		...(cards === undefined ? {} : {cards}),
		...(draft.duration.trim() === '' ? {} : {for: draft.duration.trim()}),
	};
}

/** What a field begins with: of words the first, where none is the usual one. */
function standardOf(field: FaultField): string {
	return field.default ?? field.choices[0] ?? '';
}

/** As the API takes it: durations and choices are texts. */
function valueOf({kind, choices}: FaultField, text: string): string | number {
	const isText = kind === 'duration' || choices.length > 0 || text.trim() === '';
	return isText ? text.trim() : Number(text);
}

/** Undefined for all cards. */
function cardsOf(fleet: Fleet, {target, site, share}: Draft, card: string | null): object | string | undefined {
	const {ids, sites} = fleet.facts;
	const percent = Number(share) === ALL_PERCENT ? {} : {share: Number(share)};
	const selections: Readonly<Record<Target, () => object | string>> = {
		card: () => card ?? '',
		site: () => ({site: sites[site], ...percent}),
		shown: () => ({card: fleet.shown().map(each => ids[each]), ...percent}),
		all: () => percent,
	};
	const selection = selections[target]();
	return typeof selection === 'object' && Object.keys(selection).length === 0 ? undefined : selection;
}
