package dev.dragoman.job.deliver;

import dev.dragoman.job.model.DeadLetter;
import dev.dragoman.job.model.Notification;

/** Where the order of delivery puts what is to be told. */
interface Outbox {

    /** To be told, after everything before it. */
    void tell(Notification notification);

    /** An interpretation is not going to be heard; its listeners are told so. */
    void skipped(String reason);

    /** To be written down. */
    void bury(DeadLetter letter);
}
