// Light and dark: as the system has it, or as the reader chose. Kept for as long as the page is open.

import {useEffect, useState} from 'preact/hooks';

export type Theme = 'auto' | 'light' | 'dark';

export const themes: readonly Theme[] = ['auto', 'light', 'dark'];

/** The theme, its setter, and a number that rises whenever colours are others: what is drawn must be drawn again. */
export function useTheme(): {theme: Theme; choose: (theme: Theme) => void; look: number; isPrinting: boolean} {
	const [theme, choose] = useState<Theme>('auto');
	const [look, setLook] = useState(0);
	const [isPrinting, setPrinting] = useState(false);
	useEffect(() => {
		const dark = matchMedia('(prefers-color-scheme: dark)');
		const print = matchMedia('print');
		const changed = (): void => setLook(count => count + 1);
		const printing = (): void => setPrinting(print.matches);
		const before = (): void => setPrinting(true);
		const after = (): void => setPrinting(false);
		dark.addEventListener('change', changed);
		print.addEventListener('change', printing);
		addEventListener('beforeprint', before);
		addEventListener('afterprint', after);
		return () => {
			dark.removeEventListener('change', changed);
			print.removeEventListener('change', printing);
			removeEventListener('beforeprint', before);
			removeEventListener('afterprint', after);
		};
	}, []);
	// Paper is white, whatever the screen is.
	const shown = isPrinting ? 'light' : theme;
	useEffect(() => {
		if (shown === 'auto') {
			delete document.documentElement.dataset['theme'];
		} else {
			document.documentElement.dataset['theme'] = shown;
		}
		setLook(count => count + 1);
	}, [shown]);
	return {theme, choose, look, isPrinting};
}

/** Red, green and blue of a colour of tokens.css as it is now. */
export function colourOf(name: string): readonly [number, number, number] {
	const probe = document.createElement('i');
	probe.style.color = `var(--${name})`;
	document.body.append(probe);
	const [red, green, blue] = (getComputedStyle(probe).color.match(/[0-9.]+/g) ?? []).map(Number);
	probe.remove();
	return [red ?? 0, green ?? 0, blue ?? 0];
}
