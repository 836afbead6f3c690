/** One thing that could stop an attach or a capture, cheapest first. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** What was found: `ptrace_scope is 1`. */
  readonly found?: string;
  readonly fix?: string;
  /** Passed, as nothing stops at it; but what it names is not to be had. */
  readonly absent?: true;
}

/** What a capture will cost, said before it is taken. Estimates; sizes in bytes, times in ms. */
export interface CaptureEstimate {
  readonly pause: number;
  /** Peak memory beyond what the target uses now. */
  readonly extraMemory: number;
  readonly fileSize: number;
  /** Bytes still free up to the cgroup's or the machine's limit, and which of the two it is. */
  readonly headroom: number;
  readonly limitedBy: 'cgroup' | 'machine';
  readonly safe: boolean;
  /** When not safe: the reason, and what to do instead. */
  readonly refusal?: string;
  readonly method: string;
}

/** What it did cost. */
export interface CaptureCost {
  readonly pause: number;
  readonly duration: number;
  readonly extraMemory?: number;
  /** How it was taken, where there is more than one way. */
  readonly method?: string;
}
