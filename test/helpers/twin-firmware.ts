// The firmware of a card of the twin bench: it only remembers what faults do to it.

import type {ChunkShares, FirmwareTarget, FlashReport, Undo} from '../../sim/scenario/bench.ts';

export class TwinFirmware {
	readonly planned: string[] = [];
	readonly chunks: ChunkShares[] = [];
	readonly seeds: number[] = [];
	crashes = 0;
	hung = 0;
	version = '1.0.0';

	target(counted: (undo: Undo) => Undo): FirmwareTarget {
		return {
			planFlash: faults => {
				const names = faults.map(({at, do: what}) => `${what} at ${at}`);
				this.planned.push(...names);
				return counted(() => names.forEach(name => this.planned.splice(this.planned.indexOf(name), 1)));
			},
			reseedFlash: seed => this.seeds.push(seed),
			crash: () => {
				this.crashes += 1;
			},
			hang: () => {
				this.hung += 1;
				return counted(() => {
					this.hung -= 1;
				});
			},
			disturbChunks: shares => {
				this.chunks.push(shares);
				return counted(() => this.chunks.splice(this.chunks.indexOf(shares), 1));
			},
			flash: () => this.report(),
		};
	}

	report(): FlashReport {
		return {
			version: this.version,
			state: 'STEADY',
			active: 0,
			slots: [],
			operations: 0,
			planned: this.planned.length,
			cuts: 0,
			wear: 0,
			stuckSectors: 0,
		};
	}

	/** What a fault leaves behind while it is in effect. */
	world(): {planned: string[]; chunks: ChunkShares[]; hung: boolean} {
		return {planned: [...new Set(this.planned)], chunks: [...this.chunks].slice(0, 1), hung: this.hung > 0};
	}
}
