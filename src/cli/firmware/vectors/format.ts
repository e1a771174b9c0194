// What a format of vector files is: how it is known, and how its vectors are run.

/** One vector: what it should give and what the product gave. They are the same text when it passed. */
export interface VectorResult {
	readonly id: string;
	readonly expected: string;
	readonly got: string;
}

export interface VectorFile {
	readonly document: object;
	/** The parsed file of this name in the same folder, or among the files given; null when there is none. */
	readonly beside: (name: string) => object | null;
}

export interface VectorFormat {
	readonly name: string;
	/** Whether the document is of this format, by what is in it. */
	readonly fits: (document: object) => boolean;
	readonly run: (file: VectorFile) => VectorResult[];
}
