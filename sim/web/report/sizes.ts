// How wide things are.

import type {RefObject} from 'preact';
import {useLayoutEffect, useState} from 'preact/hooks';

/** Paper: A4 across, less margins and the column of titles. */
export const PRINT_WIDTH = 1000;

/** Before anything is laid out there is no width yet. */
const NARROWEST_PX = 280;
const NARROW_PX = 560;
const GUTTER_PX = 148;
const NARROW_GUTTER_PX = 112;

/** Pixels of the titles left of the rows. */
export function gutterOf(width: number): number {
	return width < NARROW_PX ? NARROW_GUTTER_PX : GUTTER_PX;
}

/** The width of an element in pixels, whole; `fixed` where it is given. */
export function useWidth(element: RefObject<HTMLElement>, fixed: number | null): number {
	const [width, setWidth] = useState(800);
	useLayoutEffect(() => {
		const target = element.current;
		if (target === null) {
			return undefined;
		}
		const measure = (): void => setWidth(Math.max(NARROWEST_PX, Math.floor(target.clientWidth)));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(target);
		return () => observer.disconnect();
	}, [element]);
	return fixed ?? width;
}
