// Where the reader is, in the hash: #case=2&card=harbour-001. A link can be sent to somebody else.

import {useEffect, useState} from 'preact/hooks';

export interface Route {
	/** From 1. */
	readonly run: number;
	/** Id of a card; '' for the whole run. */
	readonly card: string;
}

function read(): Route {
	const said = new URLSearchParams(location.hash.slice(1));
	return {run: Number(said.get('case') ?? 1), card: said.get('card') ?? ''};
}

export function hashOf({run, card}: Route): string {
	const said = new URLSearchParams();
	if (run !== 1) {
		said.set('case', String(run));
	}
	if (card !== '') {
		said.set('card', card);
	}
	return `#${said}`;
}

export function useRoute(): Route {
	const [route, setRoute] = useState(read);
	useEffect(() => {
		const moved = (): void => setRoute(read());
		addEventListener('hashchange', moved);
		return () => removeEventListener('hashchange', moved);
	}, []);
	return route;
}
