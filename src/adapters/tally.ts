/** Counts that cost their caller an addition: the library's own counter takes a microsecond, and there are several a request. */
import { Counter, type Registry } from '@prometheus-io/client';

export type TallyOptions = {
  name: string;
  help: string;
  labelNames: readonly string[];
  /** Shown as 0 before the first; the values of the labels in their order. */
  known?: readonly (readonly string[])[];
};

type Tallied = { values: readonly string[]; count: number; told: number };

/** Told to the library when somebody asks. All values of labels are from small known sets: there is one number for each combination. */
export class Tally {
  readonly #tallied = new Map<string, Tallied>();
  readonly #labels: readonly string[];

  constructor({ name, help, labelNames, known = [] }: TallyOptions, registry: Registry) {
    this.#labels = labelNames;
    for (const values of known) this.#of(values);
    const collect = (counter: Counter<string>): void => this.#tell(counter);
    const counter = new Counter<string>({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      collect() {
        collect(this);
      },
    });
    registry.registerMetric(counter);
  }

  add(count: number, ...values: string[]): void {
    this.#of(values).count += count;
  }

  #of(values: readonly string[]): Tallied {
    const name = values.length === 1 ? (values[0] ?? '') : values.join('\n');
    const before = this.#tallied.get(name);
    if (before) return before;
    const tallied = { values, count: 0, told: 0 };
    this.#tallied.set(name, tallied);
    return tallied;
  }

  #tell(counter: Counter<string>): void {
    for (const tallied of this.#tallied.values()) {
      const labels = Object.fromEntries(this.#labels.map((label, i) => [label, tallied.values[i] ?? '']));
      counter.inc(labels, tallied.count - tallied.told);
      tallied.told = tallied.count;
    }
  }
}
