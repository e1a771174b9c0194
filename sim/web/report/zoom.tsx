// Moves the window by pointer, wheel and keyboard: what every row shares.

import type {ComponentChildren, RefObject} from 'preact';
import {useEffect, useRef, useState} from 'preact/hooks';
import {keyed, panned, zoomed} from './window.ts';
import type {Span} from './window.ts';

/** A drag that is shorter is a click. */
const DRAG_PX = 5;
const WHEEL_STEP = 1.25;

interface ZoomProps {
	readonly span: Span;
	readonly durationMs: number;
	/** Pixels of the rows right of their titles. */
	readonly width: number;
	readonly gutter: number;
	readonly label: string;
	readonly onMove: (span: Span) => void;
	readonly onHover: (atMs: number | null) => void;
	readonly children: ComponentChildren;
}

interface Drag {
	readonly from: number;
	readonly to: number;
}

export function Zoom(props: ZoomProps) {
	const {span, width, gutter, label, onMove, onHover, children} = props;
	const element = useRef<HTMLDivElement>(null);
	const [drag, setDrag] = useState<Drag | null>(null);
	const pixelOf = (event: MouseEvent): number =>
		Math.max(0, Math.min(width, event.clientX - (element.current?.getBoundingClientRect().left ?? 0) - gutter));
	const timeOf = (pixel: number): number => span.fromMs + (pixel / width) * (span.toMs - span.fromMs);
	useWheel(element, event => onMove(turned(event, span, timeOf(pixelOf(event)))));
	const pointer = usePointer(drag, setDrag, pixelOf, (from, to) => onMove({fromMs: timeOf(from), toMs: timeOf(to)}));
	return (
		<div
			ref={element}
			class="zoom"
			role="group"
			aria-label={label}
			tabIndex={0}
			{...pointer}
			onPointerMove={event => {
				onHover(timeOf(pixelOf(event)));
				pointer.onPointerMove(event);
			}}
			onPointerLeave={() => {
				onHover(null);
				setDrag(null);
			}}
			onKeyDown={event => pressed(event, props)}
			onDblClick={() => onMove({fromMs: 0, toMs: props.durationMs})}
		>
			{children}
			{drag !== null && <Dragged drag={drag} gutter={gutter} />}
		</div>
	);
}

function Dragged({drag: {from, to}, gutter}: {readonly drag: Drag; readonly gutter: number}) {
	const style = {left: `${gutter + Math.min(from, to)}px`, width: `${Math.abs(to - from)}px`};
	return <div class="drag" style={style} />;
}

function pressed(event: KeyboardEvent, {span, durationMs, onMove}: ZoomProps): void {
	const isOurs = !(event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement);
	const wanted = isOurs ? keyed(event.key, span, durationMs) : undefined;
	if (wanted !== undefined) {
		event.preventDefault();
		onMove(wanted);
	}
}

/** A drag from left to right or back; a button keeps its click. */
function usePointer(
	drag: Drag | null,
	setDrag: (drag: Drag | null) => void,
	pixelOf: (event: MouseEvent) => number,
	onDragged: (from: number, to: number) => void,
) {
	return {
		onPointerDown: (event: PointerEvent): void => {
			if (event.button === 0 && !(event.target as Element).closest('button, a, select, summary')) {
				setDrag({from: pixelOf(event), to: pixelOf(event)});
			}
		},
		onPointerMove: (event: PointerEvent): void => setDrag(drag === null ? null : {...drag, to: pixelOf(event)}),
		onPointerUp: (): void => {
			setDrag(null);
			if (drag !== null && Math.abs(drag.to - drag.from) > DRAG_PX) {
				onDragged(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to));
			}
		},
	};
}

/** The wheel zooms around the pointer; sideways, or with Shift, it moves. */
function turned({shiftKey, deltaX, deltaY}: WheelEvent, span: Span, around: number): Span {
	return shiftKey || Math.abs(deltaX) > Math.abs(deltaY)
		? panned(span, Math.sign(deltaX + deltaY) * 0.1)
		: zoomed(span, deltaY > 0 ? WHEEL_STEP : 1 / WHEEL_STEP, around);
}

/** With the focus, or with Ctrl held down, the wheel zooms; else it scrolls the page as everywhere. */
function useWheel(element: RefObject<HTMLElement>, act: (event: WheelEvent) => void): void {
	useEffect(() => {
		const target = element.current;
		const wheeled = (event: WheelEvent): void => {
			const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
			if (event.ctrlKey || isSideways || target?.contains(document.activeElement) === true) {
				event.preventDefault();
				act(event);
			}
		};
		target?.addEventListener('wheel', wheeled, {passive: false});
		return () => target?.removeEventListener('wheel', wheeled);
	});
}
