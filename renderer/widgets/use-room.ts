import { useLayoutEffect, useState } from 'react';

/** Whether an element is at least so wide, CSS pixels, and its ref; while none is mounted it is. */
export function useRoom<Of extends HTMLElement>(
  least: number,
): readonly [ref: (element: Of | null) => void, has: boolean] {
  const [element, setElement] = useState<Of | null>(null);
  const [has, setHas] = useState(true);
  useLayoutEffect(() => {
    if (!element) return setHas(true);
    const measure = (): void => setHas(element.clientWidth >= least);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, least]);
  return [setElement, has];
}
