import { type RefCallback, useCallback, useState } from 'react';

/** Whether an element has been in sight, for what is only worth asking for then. */
export function useSeen(): [RefCallback<HTMLElement>, boolean] {
  const [seen, setSeen] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        setSeen(true);
        observer.disconnect();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, seen];
}
