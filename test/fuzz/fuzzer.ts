// What a fuzzer is: seeded inputs against code of the product, and a sentence when something is wrong.

export interface Fuzzer {
	/** As `make fuzz NAME=…` takes it. */
	readonly name: string;
	/** Tries `inputs` inputs drawn from `seed`; throws with the input, in hex, that broke a rule. */
	run(seed: number, inputs: number): void | Promise<void>;
}
