// How wide things are.

import type {RefObject} from 'preact';
import {useLayoutEffect, useState} from 'preact/hooks';

/** Paper: A4 across, less margins and the column of titles. */
export const PRINT_WIDTH = 860;

/** The width of an element in pixels, whole; `fixed` where it is given. */
export function useWidth(element: RefObject<HTMLElement>, fixed: number | null): number {
	const [width, setWidth] = useState(800);
	useLayoutEffect(() => {
		const target = element.current;
		if (target === null) {
			return undefined;
		}
		const measure = (): void => setWidth(Math.max(120, Math.floor(target.clientWidth)));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(target);
		return () => observer.disconnect();
	}, [element]);
	return fixed ?? width;
}
