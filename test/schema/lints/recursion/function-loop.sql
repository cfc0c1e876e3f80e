create table public.papers (id uuid primary key, owner_id uuid);
alter table public.papers enable row level security;
create function public.my_papers() returns setof uuid language sql stable set search_path = '' as $$ select id from public.papers $$;
create policy papers_select on public.papers for select to authenticated using (id in (select public.my_papers()));
