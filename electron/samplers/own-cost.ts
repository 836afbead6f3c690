import type { Overhead } from '../../shared/api/recording.js';

const WINDOW = 1000;

/** What this process costs: CPU over the last second or more, RSS now. */
export class OwnCost {
  #cpu = process.cpuUsage();
  #at = performance.now();
  #share = 0;

  read(missed: number): Overhead {
    const now = performance.now();
    if (now - this.#at >= WINDOW) {
      const used = process.cpuUsage(this.#cpu);
      this.#share = (used.user + used.system) / 10 / (now - this.#at);
      this.#cpu = process.cpuUsage();
      this.#at = now;
    }
    return { ownCpu: this.#share, ownRss: process.memoryUsage.rss(), missed };
  }
}
