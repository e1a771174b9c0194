// Which part of the page is shown, as the address says it: #/ is the fleet, #/card/ID a card.

import {useEffect, useState} from 'preact/hooks';

export function cardInAddress(): string | null {
	const id = /^#\/card\/(.+)$/.exec(location.hash)?.[1];
	return id === undefined ? null : decodeURIComponent(id);
}

export function openCard(id: string): void {
	location.hash = `#/card/${encodeURIComponent(id)}`;
}

export function openFleet(): void {
	location.hash = '#/';
}

export function useCardInAddress(): string | null {
	const [id, setId] = useState(cardInAddress());
	useEffect(() => {
		const follow = (): void => setId(cardInAddress());
		addEventListener('hashchange', follow);
		return () => removeEventListener('hashchange', follow);
	}, []);
	return id;
}
