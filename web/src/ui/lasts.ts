import { useEffect, useState } from 'preact/hooks';

/** Whether something holds, and has for so long without a break. */
export function useLasts(holds: boolean, millis: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    setLasted(false);
    if (!holds) {
      return undefined;
    }
    const timer = setTimeout(() => setLasted(true), millis);
    return () => clearTimeout(timer);
  }, [holds, millis]);
  return holds && lasted;
}
