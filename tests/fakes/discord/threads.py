"""Threads: who opens, joins, leaves, archives and locks them, and what Discord prints when it happens."""

from datetime import timedelta

from tests.fakes.discord import messages, payloads
from tests.fakes.discord.events import Event, Intent
from tests.fakes.discord.model import Channel, ChannelType, Guild, MessageType, Permission, ThreadState, User
from tests.fakes.discord.permissions import can_view, permissions_in, require
from tests.fakes.discord.refusals import JSON, FieldErrors, RefusalError
from tests.fakes.discord.world import World

DURATIONS = (60, 1440, 4320, 10080)
DEFAULT_MINUTES = 1440
AUDIT_CREATE, AUDIT_UPDATE, AUDIT_DELETE = 110, 111, 112


def state_of(thread: Channel) -> ThreadState:
    """Return what only threads have; raises 50024 for other channels."""
    if thread.thread is None:
        raise RefusalError(50024)
    return thread.thread


def create(world: World, parent: Channel, actor: User, form: JSON, reason: str | None = None) -> Channel:
    """Open a thread that starts from no message."""
    kind = form.get("type") or ChannelType.PRIVATE_THREAD
    private = kind == ChannelType.PRIVATE_THREAD
    if parent.type is not ChannelType.TEXT or parent.guild is None:
        raise RefusalError(50024)
    require(parent, actor, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    _check(form, is_new=True)
    _keep_below_cap(parent.guild)
    now = world.clock.now()
    state = ThreadState(
        owner=actor.id,
        invitable=form.get("invitable") is not False,
        auto_archive_minutes=form.get("auto_archive_duration") or DEFAULT_MINUTES,
        created_at=now,
        last_active=now,
        archived_at=now,
        members={actor.id: now},
    )
    thread = Channel(
        id=world.new_id(), type=ChannelType(kind), name=form["name"], guild=parent.guild, parent=parent, thread=state
    )
    parent.guild.threads[thread.id] = world.channels[thread.id] = thread
    world.audit(parent.guild, AUDIT_CREATE, actor, thread.id, reason)
    _tell(world, thread, "THREAD_CREATE", newly_created=True)
    if not private:
        messages.post_system(world, parent, actor, MessageType.THREAD_CREATED, content=thread.name)
    return thread


def add_member(world: World, thread: Channel, actor: User, user: User) -> None:
    """Let ``actor`` bring somebody in; Discord prints RECIPIENT_ADD. Somebody who is in stays in, silently."""
    state, guild = state_of(thread), thread.guild
    assert guild is not None
    may = require(thread, actor, Permission.SEND_MESSAGES_IN_THREADS)
    if state.archived:
        raise RefusalError(50083)
    if user.id not in guild.members:
        raise RefusalError(10007)
    is_by_right = actor.id == state.owner or bool(may & Permission.MANAGE_THREADS)
    if thread.type is ChannelType.PRIVATE_THREAD and not state.invitable and not is_by_right:
        raise RefusalError(50013)
    assert thread.parent is not None
    if not can_view(thread.parent, user):
        raise RefusalError(50001)
    if user.id in state.members:
        return
    if len(state.members) >= guild.thread_members_cap:
        raise RefusalError(30033)
    join(world, thread, user)
    messages.post_system(world, thread, actor, MessageType.RECIPIENT_ADD, mentions=[user])


def join(world: World, thread: Channel, user: User) -> None:
    """Put somebody in, without any message (as a mention and one's own joining do)."""
    state_of(thread).members[user.id] = world.clock.now()
    if user is world.bot:
        _tell(world, thread, "THREAD_CREATE")
    _tell_of_members(world, thread, added=user)


def remove_member(world: World, thread: Channel, actor: User, user: User) -> None:
    """Let ``actor`` take somebody out; Discord prints RECIPIENT_REMOVE, for good."""
    state = state_of(thread)
    may = require(thread, actor)
    if state.archived:
        raise RefusalError(50083)
    owns = thread.type is ChannelType.PRIVATE_THREAD and actor.id == state.owner
    if not (owns or may & Permission.MANAGE_THREADS):
        raise RefusalError(50013)
    if user.id not in state.members:
        raise RefusalError(10007)
    leave(world, thread, user)
    messages.post_system(world, thread, actor, MessageType.RECIPIENT_REMOVE, mentions=[user])


def leave(world: World, thread: Channel, user: User) -> None:
    """Let somebody leave by themselves; nothing is printed."""
    if state_of(thread).members.pop(user.id, None) is None:
        raise RefusalError(10007)
    _tell_of_members(world, thread, removed=user)


def edit(world: World, thread: Channel, actor: User, form: JSON, reason: str | None = None) -> None:
    """Rename, archive, wake or lock a thread."""
    state, guild = state_of(thread), thread.guild
    assert guild is not None
    may = require(thread, actor)
    is_moderator = bool(may & Permission.MANAGE_THREADS)
    wakes = form.get("archived") is False
    if state.archived and not wakes and "locked" not in form:
        raise RefusalError(50083)
    if not is_moderator:
        _check_right(state, actor, may, form)
    _check(form, is_new=False)
    if wakes and state.archived:
        _keep_below_cap(guild)
    _apply(world, thread, form)
    if "name" in form and form["name"] != thread.name:
        thread.name = form["name"]
        messages.post_system(world, thread, actor, MessageType.CHANNEL_NAME_CHANGE, content=thread.name)
    world.audit(guild, AUDIT_UPDATE, actor, thread.id, reason)
    _tell(world, thread, "THREAD_UPDATE")


def wake(world: World, thread: Channel, actor: User) -> None:
    """Un-archive a thread because somebody writes in it; a locked one only for moderators."""
    state = state_of(thread)
    if not state.archived:
        return
    if state.locked and not permissions_in(thread, actor) & Permission.MANAGE_THREADS:
        raise RefusalError(50083)
    assert thread.guild is not None
    _keep_below_cap(thread.guild)
    _set_archived(world, thread, archived=False)
    _tell(world, thread, "THREAD_UPDATE")


def delete(world: World, thread: Channel, actor: User, reason: str | None = None) -> None:
    """Delete a thread for good."""
    require(thread, actor, Permission.MANAGE_THREADS)
    assert thread.guild is not None
    assert thread.parent is not None
    data: JSON = {"id": str(thread.id), "guild_id": str(thread.guild.id)}
    data |= {"parent_id": str(thread.parent.id), "type": int(thread.type)}
    world.audit(thread.guild, AUDIT_DELETE, actor, thread.id, reason)
    if can_view(thread, world.bot):
        world.tell(Event(name="THREAD_DELETE", data=data, intent=Intent.GUILDS, guild=thread.guild))
    del thread.guild.threads[thread.id], world.channels[thread.id]


def archive_quiet_threads(world: World) -> None:
    """Archive what was quiet for longer than its own time."""
    now = world.clock.now()
    for guild in world.guilds.values():
        for thread in guild.threads.values():
            state = state_of(thread)
            if not state.archived and now - state.last_active >= timedelta(minutes=state.auto_archive_minutes):
                _set_archived(world, thread, archived=True)
                _tell(world, thread, "THREAD_UPDATE")


def active(guild: Guild) -> list[Channel]:
    """Return the threads that are not archived, newest first."""
    return sorted((it for it in guild.threads.values() if not state_of(it).archived), key=lambda it: -it.id)


def archived_private(parent: Channel, *, joined_by: User | None = None) -> list[Channel]:
    """Return the archived private threads of a channel, last archived first."""
    assert parent.guild is not None
    found = [
        it
        for it in parent.guild.threads.values()
        if it.parent is parent and it.type is ChannelType.PRIVATE_THREAD and state_of(it).archived
    ]
    if joined_by is not None:
        found = [it for it in found if joined_by.id in state_of(it).members]
    return sorted(found, key=lambda it: (state_of(it).archived_at, it.id), reverse=True)


def _check_right(state: ThreadState, actor: User, may: Permission, form: JSON) -> None:
    """Refuse what needs MANAGE_THREADS, and what is only the owner's."""
    if "locked" in form or "rate_limit_per_user" in form or (state.locked and state.archived):
        raise RefusalError(50013)
    only_wakes = form.keys() == {"archived"} and form["archived"] is False
    if not (actor.id == state.owner or (only_wakes and may & Permission.SEND_MESSAGES_IN_THREADS)):
        raise RefusalError(50013)


def _check(form: JSON, *, is_new: bool) -> None:
    errors = FieldErrors()
    if is_new or "name" in form:
        errors.check_length("name", form.get("name"), 1, 100)
    if form.get("auto_archive_duration") not in (None, *DURATIONS):
        errors.add("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {DURATIONS}.")
    errors.raise_if_any()


def _apply(world: World, thread: Channel, form: JSON) -> None:
    state = state_of(thread)
    if "archived" in form and form["archived"] != state.archived:
        _set_archived(world, thread, archived=form["archived"])
    state.locked = form.get("locked", state.locked)
    state.invitable = form.get("invitable", state.invitable)
    state.auto_archive_minutes = form.get("auto_archive_duration") or state.auto_archive_minutes
    thread.slow_mode = form.get("rate_limit_per_user", thread.slow_mode)


def _set_archived(world: World, thread: Channel, *, archived: bool) -> None:
    state = state_of(thread)
    state.archived = archived
    state.archived_at = state.last_active = world.clock.now()


def _keep_below_cap(guild: Guild) -> None:
    if len(active(guild)) >= guild.thread_cap:
        raise RefusalError(160006)


def _tell(world: World, thread: Channel, name: str, *, newly_created: bool = False) -> None:
    if can_view(thread, world.bot):
        data = payloads.thread(thread, world.bot)
        if newly_created:
            data["newly_created"] = True
        world.tell(Event(name=name, data=data, intent=Intent.GUILDS, guild=thread.guild))


def _tell_of_members(world: World, thread: Channel, *, added: User | None = None, removed: User | None = None) -> None:
    """Tell who came or went; without the members intent the bot hears of itself only."""
    assert thread.guild is not None
    data: JSON = {"id": str(thread.id), "guild_id": str(thread.guild.id)}
    data["member_count"] = min(len(state_of(thread).members), payloads.COUNTED_MEMBERS)
    if added is not None:
        data["added_members"] = [payloads.thread_member(thread, added.id, with_member=True)]
    if removed is not None:
        data["removed_member_ids"] = [str(removed.id)]
    intent = Intent.GUILDS if world.bot in (added, removed) else Intent.GUILD_MEMBERS
    if can_view(thread, world.bot) or removed is world.bot:
        world.tell(Event(name="THREAD_MEMBERS_UPDATE", data=data, intent=intent, guild=thread.guild))
