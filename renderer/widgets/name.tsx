import { printable } from '../../shared/base/printable.js';

/** Text from a target: isolated, escaped where it would hide or reorder something, cut where it is long. */
export function Name({ text, limit = 200, className }: NameProps) {
  return (
    <bdi className={className} title={text.length > 24 ? printable(text, 1000) : undefined}>
      {printable(text, limit)}
    </bdi>
  );
}

interface NameProps {
  readonly text: string;
  readonly limit?: number;
  readonly className?: string;
}
