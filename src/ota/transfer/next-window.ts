// What to ask for next: the chunk table first, then the first sectors that are not done (ota.md 5.3, 5.4).

import {partImage, partTable} from '../chunk-sink.ts';
import type {Intake} from './intake.ts';
import type {TransferLimits} from './limits.ts';
import {Window, WINDOW_BLOCKS_MAX} from './window.ts';

/** The next request; null when nothing is missing. With `small` it is a block at most, so that its pieces find room. */
export function nextWindow(intake: Intake, token: number, limits: TransferLimits, small: boolean): Window | null {
	const part = intake.blocks.wantsTable() ? partTable : partImage;
	const blockBytes = intake.blocks.blockBytes;
	if (!intake.assembly.isEmpty()) {
		return gapWindow(intake, token, part);
	}
	const first = part === partTable ? intake.tableNext / blockBytes : intake.firstOpen();
	if (first * blockBytes >= intake.partBytes(part)) {
		return null;
	}
	const most = small || part === partTable ? 1 : blocksAtOnce(blockBytes, limits);
	let count = 1;
	while (count < most && (first + count) * blockBytes < intake.partBytes(part) && !intake.isDone(part, first + count)) {
		count += 1;
	}
	const to = Math.min((first + count) * blockBytes, intake.partBytes(part));
	return new Window(token, part, first * blockBytes, to, first);
}

/** The first gap of the block under way. */
function gapWindow(intake: Intake, token: number, part: number): Window {
	const block = intake.assembly.block;
	const base = block * intake.blocks.blockBytes;
	const from = intake.assembly.gapFrom(0);
	return new Window(token, part, base + from, base + intake.assembly.gapEnd(from), block);
}

/** A block that no single answer can hold is asked for alone: only one is kept in memory. */
function blocksAtOnce(blockBytes: number, limits: TransferLimits): number {
	const blocks = Math.floor((limits.answerBytes * limits.windowAnswers) / blockBytes);
	return blockBytes > limits.answerBytes ? 1 : Math.max(1, Math.min(blocks, WINDOW_BLOCKS_MAX));
}
