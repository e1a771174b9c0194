// The script of the HTML timeline.

import {render} from 'preact';
import {useEffect, useMemo, useState} from 'preact/hooks';
import type {PageData} from '../../report/page-data.ts';
import {CardPage} from './card-page.tsx';
import {Cases, Head, Top} from './head.tsx';
import {modelOf} from './model.ts';
import type {Model} from './model.ts';
import {useRoute} from './route.ts';
import {RunPage} from './run-page.tsx';
import {useTheme} from './theme.ts';
import {clamped, framed} from './window.ts';
import type {Span} from './window.ts';

/** Paper has no links: the pages of so many cards that failed are printed after the run. */
const PRINTED_CARDS = 10;

function Page({data}: {readonly data: PageData}) {
	const {theme, choose, look, isPrinting} = useTheme();
	const route = useRoute();
	const at = Math.min(data.cases.length, Math.max(1, route.run)) - 1;
	const model = useMemo(() => modelOf(data.cases[at]), [data, at]);
	const view = useView(model);
	const card = model.cards.find(({id}) => id === route.card) ?? null;
	useEffect(() => document.getElementById('card')?.focus(), [card]);
	const props = {model, run: at + 1, look, isPrinting, ...view};
	return (
		<>
			<Top version={data.version} theme={theme} onTheme={choose} />
			<main>
				<Cases data={data} chosen={at} />
				{card === null ? (
					<>
						<Head run={model.run} />
						<RunPage key={at} {...props} />
					</>
				) : (
					<CardPage {...props} card={card} />
				)}
				{isPrinting
					&& card === null
					&& model.failed.slice(0, PRINTED_CARDS).map(each => <CardPage key={each.id} {...props} card={each} />)}
			</main>
		</>
	);
}

/** The window and the step that all rows share; a step that is chosen is zoomed to. */
function useView(model: Model) {
	const {durationMs, steps} = model.run;
	const all = useMemo((): Span => clamped({fromMs: 0, toMs: durationMs}, durationMs), [durationMs]);
	const [span, setSpan] = useState<Span>(all);
	const [step, setStep] = useState(-1);
	useEffect(() => {
		setSpan(all);
		setStep(-1);
	}, [model]);
	const onStep = (chosen: number): void => {
		setStep(chosen === step ? -1 : chosen);
		const {atMs, endedMs} = steps[chosen];
		setSpan(chosen === step ? all : clamped(framed({fromMs: atMs, toMs: endedMs}, durationMs), durationMs));
	};
	return {span, onMove: setSpan, step, onStep};
}

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
const page = document.getElementById('page');
if (page !== null) {
	render(<Page data={data} />, page);
}
